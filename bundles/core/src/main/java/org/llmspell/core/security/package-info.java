/** Security levels, what a component asks for, and what it may use up. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.security;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
