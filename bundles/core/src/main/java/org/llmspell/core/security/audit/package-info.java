/** The log of security decisions. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.security.audit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
