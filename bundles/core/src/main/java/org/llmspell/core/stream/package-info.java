/** Streams of output: chunks, control messages and the stream itself. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.stream;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
