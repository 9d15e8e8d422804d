/** The context that a call runs in: scope, data, shared memory, deadline. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.context;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
