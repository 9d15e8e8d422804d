package org.llmspell.agents;

import org.llmspell.agents.loop.Sink;
import org.llmspell.core.AgentInput;
import org.llmspell.core.context.ExecutionContext;

/**
 * One turn of an agent.
 *
 * @param input what it was asked
 * @param context the agent's own context of this turn
 * @param sink who gets the answer piece by piece
 */
record Turn(AgentInput input, ExecutionContext context, Sink sink) {}
