/** The commands, the socket by which they come in, and the client of it. Nothing here is API. */
@NullMarked
package org.llmspell.console;

import org.jspecify.annotations.NullMarked;
