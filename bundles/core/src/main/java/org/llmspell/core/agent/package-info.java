/** Agents: components that hold a conversation. */
@NullMarked
@Export
@Version("1.0.0")
package org.llmspell.core.agent;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
