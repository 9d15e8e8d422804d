package org.llmspell.agents;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.OutputMetadata;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;
import org.llmspell.json.PlainJson;

/** Fires the points around a turn and does what hooks say. */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
final class TurnHooks {
  private final String agent;
  private final Surroundings surroundings;

  TurnHooks(String agent, Surroundings surroundings) {
    this.agent = agent;
    this.surroundings = surroundings;
  }

  /**
   * What hooks want before a turn.
   *
   * @param turn the turn, perhaps with another input
   * @param instead the answer, when no turn is wanted
   * @param redirect the agent that is to answer
   */
  record Before(Turn turn, @Nullable AgentOutput instead, @Nullable String redirect) {}

  Before before(Turn turn) {
    HookOutcome outcome =
        surroundings.fire(
            StandardPoint.BEFORE_AGENT_EXECUTION, agent, turn.context(), () -> data(turn.input()));
    if (outcome == HookOutcome.NONE) {
      return new Before(turn, null, null);
    }
    refuse(outcome);
    Turn changed =
        outcome.modified()
            ? new Turn(input(turn.input(), outcome.data()), turn.context(), turn.sink())
            : turn;
    return new Before(
        changed,
        outcome.find(HookResult.Replace.class).map(r -> output(null, r.data())).orElse(null),
        outcome.find(HookResult.Redirect.class).map(HookResult.Redirect::target).orElse(null));
  }

  AgentOutput after(Turn turn, AgentOutput output) {
    HookOutcome outcome =
        surroundings.fire(
            StandardPoint.AFTER_AGENT_EXECUTION, agent, turn.context(), () -> result(output));
    if (outcome == HookOutcome.NONE) {
      return output;
    }
    refuse(outcome);
    Optional<HookResult.Replace> replace = outcome.find(HookResult.Replace.class);
    if (replace.isPresent()) {
      return output(output, replace.get().data());
    }
    return outcome.modified() ? output(output, outcome.data()) : output;
  }

  HookOutcome failed(Turn turn, SpellException error, int attempt) {
    return surroundings.fire(
        StandardPoint.AGENT_ERROR,
        agent,
        turn.context(),
        () -> {
          Map<String, @Nullable Object> data = new LinkedHashMap<>();
          data.put("error", surroundings.clean(error.text()));
          data.put("kind", error.kind().prefix());
          data.put("parameters", data(turn.input()));
          data.put("attempt", (long) attempt);
          return data;
        });
  }

  private void refuse(HookOutcome outcome) {
    outcome
        .find(HookResult.Cancel.class)
        .ifPresent(cancel -> {
          throw HookRefusal.error(
              "Agent '%s' was cancelled by a hook: %s".formatted(agent, cancel.reason()));
        });
  }

  private static Map<String, @Nullable Object> data(AgentInput input) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>(input.parameters());
    data.put("text", input.text());
    return data;
  }

  private static Map<String, @Nullable Object> result(AgentOutput output) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("text", output.text());
    data.put("output", output.text());
    data.put("success", true);
    data.put("metadata", output.metadata().extra());
    return data;
  }

  private static AgentInput input(AgentInput before, @Nullable Object data) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    if (data instanceof Map<?, ?> map) {
      Map<?, ?> given = map.get("parameters") instanceof Map<?, ?> inner ? inner : map;
      given.forEach((key, value) -> values.put(String.valueOf(key), value));
    }
    Object text = data instanceof String plain ? plain : values.remove("text");
    return new AgentInput(
        text == null ? before.text() : text.toString(),
        before.media(),
        before.context(),
        data instanceof String ? before.parameters() : values,
        before.outputModalities());
  }

  /** Data of a hook as an answer: a text, or a table with one. */
  static AgentOutput output(@Nullable AgentOutput before, @Nullable Object data) {
    String text =
        switch (data) {
          case null -> "";
          case Map<?, ?> map -> textOf(map, before);
          default -> data.toString();
        };
    return before == null
        ? new AgentOutput(text, List.of(), List.of(), OutputMetadata.NONE, null)
        : new AgentOutput(
            text, before.media(), before.toolCalls(), before.metadata(), before.transferTo());
  }

  /** The text of a table; of two that say it, the one that was changed. */
  private static String textOf(Map<?, ?> map, @Nullable AgentOutput before) {
    Object text = map.get("text");
    Object output = map.get("output");
    boolean unchanged = before != null && before.text().equals(text);
    Object chosen = text == null || unchanged && output != null ? output : text;
    return chosen == null ? PlainJson.compact(map) : chosen.toString();
  }
}
