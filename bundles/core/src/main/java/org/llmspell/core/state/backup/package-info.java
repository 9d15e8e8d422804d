/** Backups of the state: created, listed, validated, restored and thrown away. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.state.backup;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
