/**
 * The only ways to files, network, processes and environment variables for tools. Each guard is a
 * service; {@code guard.in(context)} gives what the policy of that context allows.
 */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.security.guard;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
