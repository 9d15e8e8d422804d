/** What agents cost. */
@NullMarked
package org.llmspell.benchmarks.agents;

import org.jspecify.annotations.NullMarked;
