package org.llmspell.core.agent;

import org.jspecify.annotations.Nullable;

/**
 * How an agent is set up.
 *
 * @param maxConversationLength messages that are kept
 * @param systemPrompt what the model is told first, or null
 * @param temperature how freely the model answers
 * @param maxTokens the longest answer, in tokens
 */
public record AgentConfig(
    int maxConversationLength, @Nullable String systemPrompt, double temperature, int maxTokens) {

  /** 100 messages, no system prompt, temperature 0.7, 2000 tokens. */
  public static final AgentConfig DEFAULT = new AgentConfig(100, null, 0.7, 2000);
}
