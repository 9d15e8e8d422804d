/** The registries of components and the one pipeline that every call goes through. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.runtime;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
