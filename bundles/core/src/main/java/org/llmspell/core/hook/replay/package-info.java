/**
 * Runs of hooks that were recorded, and how they are run again and compared. A {@link
 * org.llmspell.core.hook.replay.HookRecorder} service keeps what the executor hands it.
 */
@NullMarked
@Export
@Version("1.1.0")
package org.llmspell.core.hook.replay;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
