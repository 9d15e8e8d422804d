package org.llmspell.agents;

import java.util.ArrayList;
import java.util.List;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/**
 * The agents that are inside each other, outermost first; carried in the context.
 *
 * @param names their names
 */
record Chain(List<String> names) {
  static final String KEY = "agent_chain";

  /** The chain of a context. */
  static Chain of(ExecutionContext context) {
    return context.data().get(KEY) instanceof List<?> list
        ? new Chain(list.stream().map(String::valueOf).toList())
        : new Chain(List.of());
  }

  /**
   * The chain with one more agent.
   *
   * @throws SpellException of kind ResourceLimit when that is too deep for it
   */
  Chain with(AgentSpec agent) {
    int limit = agent.limits().recursionDepth();
    if (names.size() >= limit) {
      throw new SpellException(
          new ErrorKind.ResourceLimit("agent recursion", limit, names.size() + 1),
          "Agent '%s' was not called: agents call agents more than max_recursion_depth = %d deep: %s"
              .formatted(agent.name(), limit, String.join(" -> ", names)));
    }
    List<String> longer = new ArrayList<>(names);
    longer.add(agent.name());
    return new Chain(List.copyOf(longer));
  }
}
