/** What workflows cost, beside plain Java. */
@NullMarked
package org.llmspell.benchmarks.workflows;

import org.jspecify.annotations.NullMarked;
