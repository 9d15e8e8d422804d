package org.llmspell.agents.loop;

import java.util.List;
import org.llmspell.core.agent.AgentLimits;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelToolCall;
import org.llmspell.core.model.TokenUsage;

/** Ends a turn that gets out of hand. For one turn, and one thread. */
final class LoopGuard {
  private final String agent;
  private final AgentLimits limits;
  private final long maxChars;
  private int calls;
  private long chars;
  private List<String> last = List.of();
  private int repeated;

  LoopGuard(String agent, AgentLimits limits) {
    this.agent = agent;
    this.limits = limits;
    this.maxChars = limits.memoryMebibytes() * (1L << 20) / Character.BYTES;
  }

  /** Before calls are made: they must be few enough and not always the same. */
  void calling(List<ModelToolCall> wanted) {
    calls += wanted.size();
    if (calls > limits.toolCalls()) {
      throw exceeded(
          "tool calls",
          limits.toolCalls(),
          calls,
          "it has asked for more calls of tools than max_tool_calls = %d allows; is it in a loop?"
              .formatted(limits.toolCalls()));
    }
    List<String> now = wanted.stream().map(call -> call.name() + " " + call.arguments()).toList();
    repeated = now.equals(last) ? repeated + 1 : 1;
    last = now;
    if (repeated > limits.identicalCalls()) {
      throw exceeded(
          "identical tool calls",
          limits.identicalCalls(),
          repeated,
          "it has asked for the very same call of '%s' %d times in a row; is it in a loop? See max_identical_calls"
              .formatted(wanted.getFirst().name(), repeated));
    }
  }

  /** Before the model is asked once more: there must be tokens left. */
  void asking(TokenUsage used) {
    Long budget = limits.tokens();
    if (budget != null && used.total() >= budget) {
      throw exceeded(
          "tokens",
          budget,
          used.total(),
          "its turn has taken %d tokens, token_budget is %d".formatted(used.total(), budget));
    }
  }

  /** When text comes in that is kept for the rest of the turn. */
  void keeping(long more) {
    chars += more;
    if (chars > maxChars) {
      throw exceeded(
          "memory",
          limits.memoryMebibytes(),
          chars * Character.BYTES >> 20,
          "what tools and the model have written takes more than max_memory_mb = %d"
              .formatted(limits.memoryMebibytes()));
    }
  }

  private SpellException exceeded(String what, long limit, long used, String why) {
    return new SpellException(
        new ErrorKind.ResourceLimit(what, limit, used),
        "Agent '%s' was stopped: %s".formatted(agent, why));
  }
}
