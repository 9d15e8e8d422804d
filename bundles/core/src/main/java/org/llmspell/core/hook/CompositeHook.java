package org.llmspell.core.hook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Hooks that are made of hooks. Each counts as one hook: one time limit, one circuit breaker. */
public final class CompositeHook implements Hook {
  private final List<Hook> hooks;
  private final Strategy strategy;

  @FunctionalInterface
  private interface Strategy {
    HookResult run(List<Hook> hooks, HookContext context) throws Exception;
  }

  private CompositeHook(List<Hook> hooks, Strategy strategy) {
    this.hooks = List.copyOf(hooks);
    this.strategy = strategy;
  }

  /**
   * One after the other, each with the data that the one before has changed. Ends at the first
   * result that is neither Continue nor Modified.
   */
  public static Hook sequential(List<Hook> hooks) {
    return new CompositeHook(hooks, CompositeHook::inSequence);
  }

  /** All at once; the result is the first in the order of the list that is not Continue. */
  public static Hook parallel(List<Hook> hooks) {
    return new CompositeHook(hooks, (list, context) -> firstOf(atOnce(list, context)));
  }

  /** One after the other until one does not continue. */
  public static Hook firstMatch(List<Hook> hooks) {
    return new CompositeHook(hooks, CompositeHook::untilMatch);
  }

  /**
   * All at once; the result that most of them want, if they are at least this share of all.
   *
   * @param threshold above 0, up to 1
   */
  public static Hook voting(double threshold, List<Hook> hooks) {
    if (!(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "The threshold of a vote is %s but must be above 0 and not above 1".formatted(threshold));
    }
    return new CompositeHook(
        hooks, (list, context) -> vote(atOnce(list, context), threshold * list.size()));
  }

  @Override
  public HookResult execute(HookContext context) throws Exception {
    return strategy.run(hooks, context);
  }

  @Override
  public boolean shouldExecute(HookContext context) {
    return hooks.stream().anyMatch(hook -> hook.shouldExecute(context));
  }

  private static HookResult inSequence(List<Hook> hooks, HookContext context) throws Exception {
    HookContext current = context;
    HookResult last = HookResult.proceed();
    for (Hook hook : hooks) {
      HookResult result =
          hook.shouldExecute(current) ? hook.execute(current) : HookResult.proceed();
      switch (result) {
        case HookResult.Continue _, HookResult.Skipped _ -> {}
        case HookResult.Modified modified -> {
          last = modified;
          current =
              modified.data() instanceof Map<?, ?> map ? current.withData(keyed(map)) : current;
        }
        default -> {
          return result;
        }
      }
    }
    return last;
  }

  @SuppressWarnings("unchecked") // plain maps have text keys
  private static Map<String, @Nullable Object> keyed(Map<?, ?> map) {
    return (Map<String, @Nullable Object>) map;
  }

  private static HookResult untilMatch(List<Hook> hooks, HookContext context) throws Exception {
    for (Hook hook : hooks) {
      HookResult result =
          hook.shouldExecute(context) ? hook.execute(context) : HookResult.proceed();
      if (matters(result)) {
        return result;
      }
    }
    return HookResult.proceed();
  }

  private static boolean matters(HookResult result) {
    return !(result instanceof HookResult.Continue || result instanceof HookResult.Skipped);
  }

  private static HookResult firstOf(List<HookResult> results) {
    return results.stream().filter(CompositeHook::matters).findFirst().orElse(HookResult.proceed());
  }

  private static HookResult vote(List<HookResult> results, double needed) {
    Map<String, Integer> votes = new LinkedHashMap<>();
    results.forEach(result -> votes.merge(result.type(), 1, Integer::sum));
    String winner =
        votes.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .filter(entry -> entry.getValue() >= needed)
            .map(Map.Entry::getKey)
            .orElse("");
    return results.stream()
        .filter(result -> result.type().equals(winner))
        .findFirst()
        .orElse(HookResult.proceed());
  }

  private static List<HookResult> atOnce(List<Hook> hooks, HookContext context) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<HookResult>> runs =
          hooks.stream()
              .<Callable<HookResult>>map(hook ->
                  () -> hook.shouldExecute(context) ? hook.execute(context) : HookResult.proceed())
              .toList();
      try {
        List<Future<HookResult>> futures = threads.invokeAll(runs);
        return futures.stream().map(CompositeHook::result).toList();
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      }
    }
  }

  private static HookResult result(Future<HookResult> future) {
    try {
      return Objects.requireNonNullElse(future.get(), HookResult.proceed());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IllegalStateException(cause == null ? "" : cause.getMessage(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return HookResult.proceed();
    }
  }
}
