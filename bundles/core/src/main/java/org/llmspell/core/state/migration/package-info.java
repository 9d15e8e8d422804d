/** Schemas of stored values, and the migration of what is stored from one version to another. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.state.migration;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
