/** Compares the event bus with its peers. */
@NullMarked
package org.llmspell.benchmarks.events;

import org.jspecify.annotations.NullMarked;
