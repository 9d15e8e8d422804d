/** The one exception of the API and its fifteen kinds. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.error;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
