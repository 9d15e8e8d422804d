package org.llmspell.state.store;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** Says why a value can not be stored. Only asked once something is wrong. */
final class PlainProblem {
  private final IdentityHashMap<Object, Boolean> open = new IdentityHashMap<>();
  private final IdentityHashMap<Object, Boolean> closed = new IdentityHashMap<>();

  private PlainProblem() {}

  static String noPlainForm(Object value) {
    return "State keeps text, numbers, true and false, lists and tables, but not %s"
        .formatted(
            value instanceof Number
                ? "the number " + value + ", which is too large or too precise"
                : "an object such as a function or a handle");
  }

  static String keyIsNoText(@Nullable Object key) {
    return "A table in state has text keys only, not '%s'".formatted(key);
  }

  /** The error for a value that is nested too deeply: it names the way that leads in a circle. */
  static SpellException tooDeep(@Nullable Object value) {
    String circle = new PlainProblem().circle(value, "value");
    return SpellException.validation(
        "value",
        circle != null
            ? "Circular reference detected at path: " + circle
            : "The value is nested deeper than %d levels".formatted(PlainWriter.MAX_DEPTH));
  }

  /** Depth first, each object once, so it ends also for values with very many ways through them. */
  private @Nullable String circle(@Nullable Object value, String path) {
    if (!(value instanceof Map<?, ?> || value instanceof List<?>)) {
      return null;
    }
    if (open.containsKey(value)) {
      return path;
    }
    if (closed.containsKey(value) || open.size() > 10 * PlainWriter.MAX_DEPTH) {
      return null;
    }
    open.put(value, true);
    String found =
        value instanceof Map<?, ?> map ? inMap(map, path) : inList((List<?>) value, path);
    open.remove(value);
    closed.put(value, true);
    return found;
  }

  private @Nullable String inMap(Map<?, ?> map, String path) {
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String found = circle(entry.getValue(), path + "." + entry.getKey());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable String inList(List<?> list, String path) {
    int index = 0;
    for (Object item : list) {
      String found = circle(item, path + "[" + index++ + "]");
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
