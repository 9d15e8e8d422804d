package org.llmspell.tools.utility;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The differences of two JSON values by dotted path. Objects are compared entry by entry. */
final class JsonDiff {
  private static final int MAX_DEPTH = 200;

  private final Map<String, @Nullable Object> added = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> removed = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> modified = new LinkedHashMap<>();
  private final List<String> unchanged = new ArrayList<>();

  private JsonDiff() {}

  /** {@code {type, diff {added, removed, modified, unchanged}, summary}}. */
  static Map<String, @Nullable Object> of(@Nullable Object before, @Nullable Object after) {
    var diff = new JsonDiff();
    if (before instanceof List<?> a && after instanceof List<?> b && !same(a, b)) {
      Map<String, @Nullable Object> change = new LinkedHashMap<>();
      change.put("old_length", a.size());
      change.put("new_length", b.size());
      change.put("old", a);
      change.put("new", b);
      diff.modified.put("[]", change);
    } else {
      diff.compare("", before, after, 0);
    }
    return diff.result();
  }

  private void compare(String path, @Nullable Object before, @Nullable Object after, int depth) {
    if (before instanceof Map<?, ?> a && after instanceof Map<?, ?> b && depth < MAX_DEPTH) {
      compareEntries(path, a, b, depth);
    } else if (same(before, after)) {
      unchanged.add(path);
    } else {
      Map<String, @Nullable Object> change = new LinkedHashMap<>();
      change.put("old", before);
      change.put("new", after);
      modified.put(path, change);
    }
  }

  private void compareEntries(String path, Map<?, ?> before, Map<?, ?> after, int depth) {
    var keys = new TreeSet<String>();
    before.keySet().forEach(key -> keys.add(String.valueOf(key)));
    after.keySet().forEach(key -> keys.add(String.valueOf(key)));
    for (String key : keys) {
      String inner = path.isEmpty() ? key : path + "." + key;
      if (!before.containsKey(key)) {
        added.put(inner, after.get(key));
      } else if (!after.containsKey(key)) {
        removed.put(inner, before.get(key));
      } else {
        compare(inner, before.get(key), after.get(key), depth + 1);
      }
    }
  }

  /** Equal as JSON: 1 and 1.0 are the same number. */
  static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return x instanceof Long && y instanceof Long
          ? x.longValue() == y.longValue()
          : Double.compare(x.doubleValue(), y.doubleValue()) == 0;
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      if (x.size() != y.size()) {
        return false;
      }
      for (int i = 0; i < x.size(); i++) {
        if (!same(x.get(i), y.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return x.keySet().equals(y.keySet())
          && x.keySet().stream().allMatch(key -> same(x.get(key), y.get(key)));
    }
    return Objects.equals(a, b);
  }

  private Map<String, @Nullable Object> result() {
    Map<String, @Nullable Object> diff = new LinkedHashMap<>();
    diff.put("added", added);
    diff.put("removed", removed);
    diff.put("modified", modified);
    diff.put("unchanged", unchanged);
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("added", added.size());
    summary.put("removed", removed.size());
    summary.put("modified", modified.size());
    summary.put("unchanged", unchanged.size());
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("type", "json");
    result.put("diff", diff);
    result.put("summary", summary);
    return result;
  }
}
