/** Agents, their registry, and what scripts see of them. */
@NullMarked
package org.llmspell.agents;

import org.jspecify.annotations.NullMarked;
