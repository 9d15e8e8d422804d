/** The one exception of the API and its fifteen kinds, and what its messages are made with. */
@NullMarked
@Export
@Version("1.1.0")
package org.llmspell.core.error;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
