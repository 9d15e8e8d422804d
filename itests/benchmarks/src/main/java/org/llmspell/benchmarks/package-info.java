/** Measures what the design promises. Run by the script {@code run}, never by the tests. */
@NullMarked
package org.llmspell.benchmarks;

import org.jspecify.annotations.NullMarked;
