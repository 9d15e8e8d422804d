/** State: values in scopes that outlive calls, scripts and processes. */
@NullMarked
@Export
@Version("1.1.0")
package org.llmspell.core.state;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
