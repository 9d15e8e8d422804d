/** Identity of components: id, version and metadata. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.component;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
