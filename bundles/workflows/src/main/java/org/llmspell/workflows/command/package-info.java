/** The commands {@code workflow ...}. */
@NullMarked
package org.llmspell.workflows.command;

import org.jspecify.annotations.NullMarked;
