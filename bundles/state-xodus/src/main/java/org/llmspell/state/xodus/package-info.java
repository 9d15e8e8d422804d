/** A backend on disk: Xodus, with checksums of our own around its files. */
@NullMarked
package org.llmspell.state.xodus;

import org.jspecify.annotations.NullMarked;
