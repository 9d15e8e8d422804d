/** Measures state beside the bare stores and their peers. */
@NullMarked
package org.llmspell.benchmarks.state;

import org.jspecify.annotations.NullMarked;
