/** Commands that run inside the container: who runs them, and how a bundle brings its own. */
@NullMarked
@Export
@Version("1.2.0")
package org.llmspell.core.command;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
