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
  private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
  private final List<Outcome> order = new ArrayList<>();

  RunData(Map<String, ? extends @Nullable Object> given) {
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

  void add(Outcome outcome) {
    outcomes.put(outcome.name(), outcome);
    synchronized (order) {
      order.add(outcome);
    }
  }

  @Nullable Outcome outcome(String step) {
    return outcomes.get(step);
  }

  /** The names of the steps that have ended. */
  List<String> steps() {
    return outcomes.keySet().stream().sorted().toList();
  }

  /** All outcomes, in the order in which they came. */
  List<Outcome> all() {
    synchronized (order) {
      return List.copyOf(order);
    }
  }

  /** What each step gave, by name. */
  Map<String, @Nullable Object> outputs() {
    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
    for (Outcome outcome : all()) {
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
      Outcome outcome = outcomes.get(rest.substring(0, dot));
      if (outcome != null) {
        return part(outcome, rest.substring(dot + 1));
      }
    }
    Outcome outcome = outcomes.get(rest);
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
