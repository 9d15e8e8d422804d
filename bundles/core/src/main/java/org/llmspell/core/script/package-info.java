/** Script engines and script globals, without a type of any script language. */
@NullMarked
@Export
@Version("1.2.0")
package org.llmspell.core.script;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
