/** Media that go into and come out of components, with their size limits. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.media;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
