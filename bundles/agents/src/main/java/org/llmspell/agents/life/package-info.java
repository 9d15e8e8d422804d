/** The life of an agent: its phases, what was measured, and alerts. */
@NullMarked
package org.llmspell.agents.life;

import org.jspecify.annotations.NullMarked;
