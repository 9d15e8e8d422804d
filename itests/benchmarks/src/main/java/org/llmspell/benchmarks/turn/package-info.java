/** Measures one turn of an agent with one tool call, beside the bare exchange and a peer. */
@NullMarked
package org.llmspell.benchmarks.turn;

import org.jspecify.annotations.NullMarked;
