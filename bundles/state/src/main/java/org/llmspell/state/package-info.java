/** Scoped state over a byte-level backend. */
@NullMarked
package org.llmspell.state;

import org.jspecify.annotations.NullMarked;
