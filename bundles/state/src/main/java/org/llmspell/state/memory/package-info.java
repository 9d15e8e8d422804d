/** A backend in memory: quick, ordered, gone with the process. */
@NullMarked
package org.llmspell.state.memory;

import org.jspecify.annotations.NullMarked;
