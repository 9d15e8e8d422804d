package org.llmspell.agents;

import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;

/**
 * What agents live on.
 *
 * @param tools the tools that are there
 * @param invoker the way to call them
 * @param agents the other agents
 */
record Platform(
    Surroundings surroundings,
    ToolRegistry tools,
    ToolInvoker invoker,
    DelegatingMind.Live agents) {}
