/** Tools: the interface, the annotations of a tool class, schemas and binding from records. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.tool;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
