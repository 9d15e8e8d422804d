package org.llmspell.workflows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one run know: the data that they share, and what each of them gave. Safe to
 * share between threads.
 */
final class RunData {
  private final Map<String, Object> shared = new ConcurrentHashMap<>();
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
  private final List<Outcome> order = new ArrayList<>();
  private final boolean complete;
  private long succeeded;
  private long failed;

  /** That keeps every outcome. */
  RunData(Map<String, ? extends @Nullable Object> given) {
    this(given, true);
  }

  /**
   * That keeps the latest outcome of each step.
   *
   * @param complete whether it keeps all the others, too
   */
  RunData(Map<String, ? extends @Nullable Object> given, boolean complete) {
    this.complete = complete;
    given.forEach(this::share);
  }

  void share(String key, @Nullable Object value) {
    if (value == null) {
      shared.remove(key);
    } else {
      shared.put(key, value);
    }
  }

  Map<String, @Nullable Object> shared() {
    return new LinkedHashMap<>(shared);
  }

  synchronized void add(Outcome outcome) {
    outcomes.remove(outcome.name());
    outcomes.put(outcome.name(), outcome);
    if (complete) {
      order.add(outcome);
    }
    if (outcome.success()) {
      succeeded++;
    } else {
      failed++;
    }
  }

  synchronized @Nullable Outcome outcome(String step) {
    return outcomes.get(step);
  }

  /** The latest outcome of each step, the newest last. */
  synchronized List<Outcome> latest() {
    return List.copyOf(outcomes.values());
  }

  /** Whether it keeps all outcomes. */
  boolean isComplete() {
    return complete;
  }

  /** All outcomes in the order in which they came, if they are kept. */
  synchronized List<Outcome> all() {
    return List.copyOf(order);
  }

  /** How many steps have ended well, those that were left out too. */
  synchronized long succeeded() {
    return succeeded;
  }

  /** How many steps have failed. */
  synchronized long failed() {
    return failed;
  }

  /** What each step gave, by name. */
  Map<String, @Nullable Object> outputs() {
    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
    for (Outcome outcome : latest()) {
      if (!outcome.skipped()) {
        outputs.put(outcome.name(), outcome.output());
      }
    }
    return outputs;
  }

  /**
   * The value of a path: {@code shared_data.KEY...}, {@code step_result.STEP.success}, {@code
   * step_result.STEP.output...}, {@code step_result.STEP.error}; null when there is none.
   */
  @Nullable Object lookup(String path) {
    if (path.startsWith("shared_data.")) {
      return field(shared, path.substring("shared_data.".length()));
    }
    String rest = path.substring(path.indexOf('.') + 1);
    for (int dot = rest.lastIndexOf('.'); dot > 0; dot = rest.lastIndexOf('.', dot - 1)) {
      Outcome outcome = outcome(rest.substring(0, dot));
      if (outcome != null) {
        return part(outcome, rest.substring(dot + 1));
      }
    }
    Outcome outcome = outcome(rest);
    return outcome == null ? null : outcome.output();
  }

  /** A part of an outcome: {@code output}, a field below it, {@code success} or {@code error}. */
  static @Nullable Object part(Outcome outcome, String path) {
    if (path.startsWith("output.") || path.startsWith("result.")) {
      return field(outcome.data(), path.substring("output.".length()));
    }
    return switch (path) {
      case "output", "result" -> outcome.output();
      case "success" -> outcome.success() && !outcome.skipped();
      case "error" -> outcome.error();
      default -> null;
    };
  }

  /** The field of a dotted path; items of lists by their number from 1 on. */
  static @Nullable Object field(@Nullable Object value, String path) {
    Object current = value;
    if (current instanceof Map<?, ?> map && map.containsKey(path)) {
      return map.get(path);
    }
    for (String name : path.split("\\.")) {
      current =
          switch (current) {
            case Map<?, ?> map -> map.get(name);
            case List<?> list when name.matches("\\d{1,9}") -> {
              int index = Integer.parseInt(name) - 1;
              yield index >= 0 && index < list.size() ? list.get(index) : null;
            }
            case null, default -> null;
          };
    }
    return current;
  }
}
