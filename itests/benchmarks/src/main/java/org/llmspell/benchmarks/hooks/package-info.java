/** What hooks cost. */
@NullMarked
package org.llmspell.benchmarks.hooks;

import org.jspecify.annotations.NullMarked;
