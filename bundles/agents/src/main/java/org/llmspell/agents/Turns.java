package org.llmspell.agents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.OutputMetadata;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;

/** Takes turns of one agent: life cycle, hooks, events and figures around its mind. */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
final class Turns {
  private static final ScopedValue<Set<LiveAgent>> INSIDE = ScopedValue.newInstance();
  private static final int MAX_HAND_OFFS = 16;

  private final LiveAgent agent;
  private final String name;
  private final Platform platform;
  private final Mind mind;
  private final TurnHooks hooks;

  Turns(LiveAgent agent, Platform platform, Mind mind) {
    this.agent = agent;
    this.name = agent.spec().name();
    this.platform = platform;
    this.mind = mind;
    this.hooks = new TurnHooks(name, platform.surroundings());
  }

  /** Whether the current thread is in a turn of the agent. */
  static boolean isInside(LiveAgent agent) {
    return INSIDE.isBound() && INSIDE.get().contains(agent);
  }

  AgentOutput take(Turn turn) {
    agent.life().begin();
    agent.metrics().begun();
    long start = System.nanoTime();
    SpellException error = null;
    boolean cancelled = true;
    try {
      tell("agent.started", turn, Map.of());
      AgentOutput output =
          ScopedValue.where(INSIDE, inside()).call(() -> transfer(turn, hooked(turn)));
      cancelled = false;
      return timed(output, System.nanoTime() - start);
    } catch (SpellException e) {
      error = e;
      cancelled = false;
      throw e;
    } catch (CancellationException e) {
      error = SpellException.component("The turn was cancelled: " + e.getMessage(), e);
      if (turn.context().cancellation().isExpired()) {
        cancelled = false; // that it took too long is its own fault
        hooks.failed(turn, error, 1);
      }
      throw e;
    } finally {
      long took = System.nanoTime() - start;
      agent.life().end(errorOfAgent(error, cancelled));
      agent.measured(took, error, turn.context());
      told(turn, error, took);
    }
  }

  /** What the life of the agent is told: that someone has stopped a turn is no fault of it. */
  private @Nullable String errorOfAgent(@Nullable SpellException error, boolean cancelled) {
    return error == null || cancelled || HookRefusal.isCauseOf(error)
        ? null
        : platform.surroundings().clean(error.text());
  }

  private Set<LiveAgent> inside() {
    return INSIDE.isBound()
        ? Stream.concat(INSIDE.get().stream(), Stream.of(agent)).collect(Collectors.toSet())
        : Set.of(agent);
  }

  private AgentOutput hooked(Turn given) {
    TurnHooks.Before before = hooks.before(given);
    AgentOutput instead = before.instead();
    String redirect = before.redirect();
    if (instead != null) {
      return instead;
    }
    if (redirect != null && !redirect.equals(name)) {
      return redirected(before.turn(), redirect);
    }
    Turn turn = before.turn();
    return hooks.after(turn, attempts(turn));
  }

  private AgentOutput redirected(Turn turn, String target) {
    LiveAgent other =
        platform
            .agents()
            .find(target)
            .orElseThrow(() ->
                HookRefusal.error(
                    "A hook redirected agent '%s' to '%s', but there is no such agent"
                        .formatted(name, target)));
    return other.run(turn.input(), turn.context(), turn.sink());
  }

  private AgentOutput attempts(Turn turn) {
    for (int again = 0; ; again++) {
      try {
        return mind.think(turn);
      } catch (SpellException e) {
        turn.context().cancellation().check();
        if (HookRefusal.isCauseOf(e)) {
          throw e;
        }
        HookOutcome wanted = hooks.failed(turn, e, again + 1);
        Optional<HookResult.Replace> replace = wanted.find(HookResult.Replace.class);
        if (replace.isPresent()) {
          return TurnHooks.output(null, replace.get().data());
        }
        Optional<HookResult.Retry> retry = wanted.find(HookResult.Retry.class);
        if (retry.isEmpty() || again >= retry.get().maxAttempts()) {
          throw e;
        }
        pause(retry.get().delay());
      }
    }
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the thread of the agent was interrupted");
    }
  }

  /** The agent that a conversation was handed to goes on with it, and so may the next one. */
  private AgentOutput transfer(Turn turn, AgentOutput given) {
    AgentOutput output = given;
    List<String> path = new ArrayList<>();
    while (output.transferTo() != null) {
      var target = output.transferTo();
      LiveAgent next =
          platform
              .agents()
              .find(target)
              .orElseThrow(() ->
                  SpellException.component(
                      "Agent '%s' handed the conversation to an agent that does not exist (id %s)"
                          .formatted(name, target),
                      null));
      if (path.size() == MAX_HAND_OFFS) {
        throw SpellException.component(
            "Agents hand a conversation on without end: %s -> %s"
                .formatted(name, String.join(" -> ", path)),
            null);
      }
      path.add(next.spec().name());
      output = next.run(question(turn.input(), output), turn.context(), turn.sink());
    }
    return path.isEmpty() ? output : noted(output, "transferred_to", path);
  }

  private static AgentInput question(AgentInput input, AgentOutput output) {
    Optional<String> message =
        output.toolCalls().stream()
            .map(call -> call.parameters().get("message"))
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .reduce((_, last) -> last);
    return message.isEmpty()
        ? input
        : new AgentInput(
            "%s\n\n[Handed over with the note: %s]".formatted(input.text(), message.get()),
            input.media(),
            null,
            input.parameters(),
            input.outputModalities());
  }

  private static AgentOutput noted(AgentOutput output, String key, Object value) {
    OutputMetadata known = output.metadata();
    Map<String, @Nullable Object> extra = new LinkedHashMap<>(known.extra());
    extra.put(key, value);
    return output.withMetadata(
        new OutputMetadata(
            known.model(),
            known.tokenCount(),
            known.executionTimeMillis(),
            known.confidence(),
            extra));
  }

  private static AgentOutput timed(AgentOutput output, long nanos) {
    OutputMetadata known = output.metadata();
    return output.withMetadata(
        new OutputMetadata(
            known.model(),
            known.tokenCount(),
            nanos / 1_000_000,
            known.confidence(),
            known.extra()));
  }

  private void told(Turn turn, @Nullable SpellException error, long nanos) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>();
    more.put("duration_ms", nanos / 1e6);
    if (error == null) {
      tell("agent.completed", turn, more);
    } else {
      more.put("error", platform.surroundings().clean(error.text()));
      more.put("kind", error.kind().prefix());
      tell("agent.failed", turn, more);
    }
  }

  private void tell(String type, Turn turn, Map<String, ? extends @Nullable Object> more) {
    platform
        .surroundings()
        .publish(
            type,
            name,
            turn.context(),
            () -> {
              Map<String, @Nullable Object> data = new LinkedHashMap<>();
              data.put("agent", name);
              data.putAll(more);
              return data;
            });
  }
}
