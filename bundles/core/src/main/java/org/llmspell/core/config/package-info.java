/** Settings, merged from defaults, file, environment and command line. */
@NullMarked
@Export
@Version("1.1.0")
package org.llmspell.core.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
