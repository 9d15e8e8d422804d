/** Running scripts, and the globals that every script has. Nothing here is API. */
@NullMarked
package org.llmspell.scripting;

import org.jspecify.annotations.NullMarked;
