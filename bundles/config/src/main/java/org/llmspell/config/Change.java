package org.llmspell.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;

/**
 * One setting that changes.
 *
 * @param path its name
 * @param before null when it was not set
 * @param after null when it is not set any more
 */
record Change(List<String> path, @Nullable Object before, @Nullable Object after) {

  String key() {
    return KeyPath.text(path);
  }

  /** The change for hooks and events, without secrets. */
  Map<String, @Nullable Object> toPlain() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    String name = path.isEmpty() ? "" : path.getLast();
    plain.put("key", key());
    plain.put("old", Redaction.value(name, before));
    plain.put("new", Redaction.value(name, after));
    return plain;
  }

  /** What is different between two sets of settings, by name. */
  static List<Change> between(Settings before, Settings after) {
    Map<String, Change> changes = new TreeMap<>();
    compare(List.of(), before.values(), after.values(), changes);
    return List.copyOf(changes.values());
  }

  private static void compare(
      List<String> path, Map<?, ?> before, Map<?, ?> after, Map<String, Change> changes) {
    List<Object> names = new ArrayList<>(before.keySet());
    after.keySet().stream().filter(name -> !before.containsKey(name)).forEach(names::add);
    for (Object name : names) {
      List<String> inner = KeyPath.append(path, String.valueOf(name));
      Object old = before.get(name);
      Object fresh = after.get(name);
      if (isTableOrNothing(old) && isTableOrNothing(fresh)) {
        compare(inner, table(old), table(fresh), changes);
      } else if (!Objects.equals(old, fresh)) {
        var change = new Change(inner, old, fresh);
        changes.put(change.key(), change);
      }
    }
  }

  private static boolean isTableOrNothing(@Nullable Object value) {
    return value == null || value instanceof Map<?, ?>;
  }

  private static Map<?, ?> table(@Nullable Object value) {
    return value instanceof Map<?, ?> table ? table : Map.of();
  }
}
