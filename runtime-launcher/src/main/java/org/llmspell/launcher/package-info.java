/** Starts the container and runs one command line in it. Not a bundle: the start of the process. */
@NullMarked
package org.llmspell.launcher;

import org.jspecify.annotations.NullMarked;
