/** Installing, upgrading and removing plugins while calls are in flight. */
@NullMarked
@Export
@Version("1.1.0")
package org.llmspell.core.plugin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
