/** The guards of processes and of environment variables. */
@NullMarked
package org.llmspell.security.process;

import org.jspecify.annotations.NullMarked;
