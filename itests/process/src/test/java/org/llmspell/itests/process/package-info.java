/** End-to-end tests: they run {@code ./llmspell} as a process, as a user does. */
@NullMarked
package org.llmspell.itests.process;

import org.jspecify.annotations.NullMarked;
