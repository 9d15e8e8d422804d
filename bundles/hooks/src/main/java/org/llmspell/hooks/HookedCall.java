package org.llmspell.hooks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.PipelineStage.Next;
import org.llmspell.hooks.Outcome.Verdict;

/** One tool call with hooks around it: does what their results say. */
final class HookedCall {
  private final ToolCallStage stage;
  private final Next next;
  private final String tool;
  private final HookContext before;
  private final Trail trail = Trail.current();
  private final Forks forks;
  private Invocation invocation;
  private Outcome planned = Outcome.NONE;

  HookedCall(ToolCallStage stage, Invocation invocation, Next next) {
    this.stage = stage;
    this.invocation = invocation;
    this.next = next;
    this.tool = invocation.tool().name();
    this.forks = new Forks(stage.invoker(), invocation.context(), trail);
    this.before =
        HookContext.of(
            StandardPoint.BEFORE_TOOL_EXECUTION,
            HookComponent.tool(tool),
            invocation.parameters(),
            invocation.context().metadata());
  }

  ToolOutput run() {
    planned = stage.executor().run(before);
    change();
    Optional<ToolOutput> instead = decided(planned).or(this::cached);
    if (instead.isPresent()) {
      return instead.get();
    }
    fork(planned);
    try {
      return forks.join(attempts());
    } catch (RuntimeException e) {
      forks.cancel();
      throw e;
    }
  }

  private void change() {
    HookResult.Modified modified = planned.modified();
    if (modified != null) {
      invocation =
          invocation.withParameters(
              ToolResults.parameters(modified.data(), invocation.parameters()));
    }
  }

  /** What every point may do: refuse the call, answer it, or send it elsewhere. */
  private Optional<ToolOutput> decided(Outcome outcome) {
    if (outcome.verdicts().isEmpty()) {
      return Optional.empty();
    }
    outcome
        .find(HookResult.Cancel.class)
        .ifPresent(cancel -> {
          throw HookRefusal.error(
              "Tool '%s' was cancelled by a hook: %s".formatted(tool, cancel.reason()));
        });
    return outcome
        .find(HookResult.Replace.class)
        .map(
            replace -> ToolResults.output(replace.data(), invocation.parameters().get("operation")))
        .or(() ->
            outcome.find(HookResult.Redirect.class).filter(this::leadsAway).map(this::redirect));
  }

  /** A hook that sends every call to one tool need not know that this is the one. */
  private boolean leadsAway(HookResult.Redirect redirect) {
    return !stage.canonical(redirect.target()).equals(tool);
  }

  private ToolOutput redirect(HookResult.Redirect redirect) {
    if (!stage.exists(redirect.target())) {
      throw HookRefusal.error(
          "A hook redirected the call of tool '%s' to '%s', but Tool '%s' not found"
              .formatted(tool, redirect.target(), redirect.target()));
    }
    String target = stage.canonical(redirect.target());
    if (trail.contains(target)) {
      throw HookRefusal.error(
          "Hooks redirect the call of tool '%s' in a circle: %s -> %s"
              .formatted(
                  tool,
                  String.join(
                      " -> ", trail.redirected(tool, () -> Trail.current().redirectedFrom())),
                  target));
    }
    return trail.redirected(
        tool, () -> stage.invoker().invoke(target, invocation.parameters(), invocation.context()));
  }

  private Optional<ToolOutput> cached() {
    CachedResults cache = stage.cache();
    if (cache.isEmpty()) {
      return Optional.empty();
    }
    ToolOutput known =
        planned
            .find(HookResult.Cache.class)
            .map(wanted -> cache.get(tool, wanted.key()))
            .orElseGet(() -> cache.get(tool, invocation.parameters()));
    return Optional.ofNullable(known);
  }

  private void fork(Outcome outcome) {
    if (!trail.forked()) { // the operations of a fork do not fork again
      outcome.find(HookResult.Fork.class).ifPresent(forks::start);
    }
  }

  private ToolOutput attempts() {
    for (int again = 0; ; again++) {
      Attempt attempt = attempt();
      Outcome outcome = stage.executor().run(after(attempt, again + 1));
      Optional<HookResult.Retry> retry = retry(outcome, attempt);
      if (retry.isPresent() && again < retry.get().maxAttempts() && mayWait(retry.get().delay())) {
        continue;
      }
      return decided(outcome).orElseGet(() -> conclude(outcome, attempt));
    }
  }

  /** How one attempt has ended: one of the two is there. */
  private record Attempt(@Nullable ToolOutput output, @Nullable SpellException error) {
    boolean failed() {
      return output == null || !output.success();
    }

    String message() {
      if (error != null) {
        return error.text();
      }
      return output == null || output.error() == null ? "it failed" : output.error();
    }
  }

  private Attempt attempt() {
    try {
      return new Attempt(next.proceed(invocation), null);
    } catch (SpellException e) {
      if (HookRefusal.isCauseOf(e)) {
        throw e;
      }
      return new Attempt(null, e);
    }
  }

  private HookContext after(Attempt attempt, int number) {
    ToolOutput output = attempt.output();
    if (output != null && output.success()) {
      return before.child(StandardPoint.AFTER_TOOL_EXECUTION, ToolResults.data(output));
    }
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("error", stage.executor().redacted(attempt.message()));
    data.put("parameters", invocation.parameters());
    data.put("attempt", (long) number);
    if (attempt.error() != null) {
      data.put("kind", attempt.error().kind().prefix());
    } else if (output != null) {
      data.put("result", output.data());
    }
    return before.child(StandardPoint.TOOL_ERROR, data);
  }

  /** A retry that was asked for before the call is for the case that it fails. */
  private Optional<HookResult.Retry> retry(Outcome outcome, Attempt attempt) {
    Optional<HookResult.Retry> now = outcome.find(HookResult.Retry.class);
    return now.isEmpty() && attempt.failed() ? planned.find(HookResult.Retry.class) : now;
  }

  /** Waits before the next attempt; false when the call would be over by then. */
  private boolean mayWait(Duration delay) {
    var cancellation = invocation.context().cancellation();
    long nanos = delay.toNanos();
    boolean late =
        cancellation.deadlineNanos().map(end -> end - System.nanoTime() <= nanos).orElse(false);
    if (late || cancellation.isCancelled()) {
      return false;
    }
    try {
      Thread.sleep(delay);
      return !cancellation.isCancelled();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private ToolOutput conclude(Outcome outcome, Attempt attempt) {
    fork(outcome);
    HookResult.Modified modified = outcome.modified();
    if (modified != null) {
      return keep(outcome, ToolResults.output(modified.data(), operation(attempt)));
    }
    ToolOutput output = attempt.output();
    if (output == null) {
      SpellException error = attempt.error();
      throw error != null ? error : new IllegalStateException("An attempt without an end");
    }
    return output.success() ? keep(outcome, output) : output;
  }

  private static @Nullable Object operation(Attempt attempt) {
    return attempt.output() != null && attempt.output().data() instanceof Map<?, ?> envelope
        ? envelope.get("operation")
        : null;
  }

  private ToolOutput keep(Outcome outcome, ToolOutput output) {
    keep(planned, output, false);
    keep(outcome, output, true);
    return output;
  }

  /** A key that is only known after the call is found again by the parameters of the call. */
  private void keep(Outcome outcome, ToolOutput output, boolean byParameters) {
    for (Verdict verdict : outcome.verdicts()) {
      if (verdict.result() instanceof HookResult.Cache(var key, var ttl)) {
        stage.cache().put(verdict.entry(), tool, key, ttl, output);
        if (byParameters) {
          stage.cache().put(verdict.entry(), tool, invocation.parameters(), ttl, output);
        }
      }
    }
  }
}
