package org.llmspell.core.agent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * What one turn of an agent, from the question to the answer, may use up.
 *
 * @param executionTime how long it may take, with all calls of models and tools
 * @param memoryMebibytes how much text the conversation and the results of tools may take, in MiB
 * @param toolCalls how many calls of tools it may make
 * @param recursionDepth how deep agents may call agents
 * @param identicalCalls how often in a row the model may ask for the very same calls
 * @param tokens how many tokens the model may take before it is asked no more; null for any number
 */
public record AgentLimits(
    Duration executionTime,
    int memoryMebibytes,
    int toolCalls,
    int recursionDepth,
    int identicalCalls,
    @Nullable Long tokens) {

  /** 300 seconds, 512 MiB, 100 calls, 10 deep, 10 times the same, any number of tokens. */
  public static final AgentLimits DEFAULT =
      new AgentLimits(Duration.ofMinutes(5), 512, 100, 10, 10, null);

  /**
   * Refuses limits that leave nothing.
   *
   * @throws SpellException of kind Validation that names the limit
   */
  public AgentLimits {
    positive("max_execution_time", executionTime.toMillis());
    positive("max_memory_mb", memoryMebibytes);
    if (toolCalls < 0) {
      throw SpellException.validation(
          "max_tool_calls", "'max_tool_calls' is %d but must be 0 or more".formatted(toolCalls));
    }
    positive("max_recursion_depth", recursionDepth);
    positive("max_identical_calls", identicalCalls);
    positive("token_budget", tokens == null ? 1 : tokens);
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw SpellException.validation(
          name, "'%s' is %d but must be above 0".formatted(name, value));
    }
  }
}
