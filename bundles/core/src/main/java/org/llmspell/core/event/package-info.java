/** The event bus, and the correlation data that travels with calls and events. */
@NullMarked
@Export
@Version("1.1.0")
package org.llmspell.core.event;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
