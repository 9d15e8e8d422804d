/** Where state is kept: byte-level stores, each a bundle of its own. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.state.backend;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
