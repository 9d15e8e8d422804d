/**
 * Agents: components that hold a conversation. {@link org.llmspell.core.agent.AgentFactory} makes
 * them, {@link org.llmspell.core.agent.AgentTemplate} services are ready-made kinds of them.
 */
@NullMarked
@Export
@Version("1.1.0")
package org.llmspell.core.agent;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
