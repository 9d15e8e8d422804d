/** Backups: files of checked chunks, chains of them, and restores that survive a crash. */
@NullMarked
package org.llmspell.state.backup;

import org.jspecify.annotations.NullMarked;
