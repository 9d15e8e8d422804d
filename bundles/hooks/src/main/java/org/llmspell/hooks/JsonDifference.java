package org.llmspell.hooks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.replay.ReplayComparison.Difference;
import org.llmspell.core.hook.replay.ReplayComparison.Severity;

/**
 * Compares two plain values part by part. Numbers are the same when their values are.
 *
 * @param ignored names of entries that do not count
 * @param ignoreOrder whether arrays are the same in any order
 */
record JsonDifference(Set<String> ignored, boolean ignoreOrder) {

  /** Leaves out what differs from run to run. */
  static final JsonDifference DEFAULT = new JsonDifference(Set.of("timestamp", "duration"), false);

  /**
   * What was found.
   *
   * @param differences each of them
   * @param similarity the share of the parts that are the same; 1 for two empty values
   */
  record Found(List<Difference> differences, double similarity) {}

  /** One comparison: counts the parts. */
  private static final class Tally {
    private final List<Difference> differences = new ArrayList<>();
    private int parts;
    private int same;
  }

  Found compare(@Nullable Object original, @Nullable Object replayed) {
    var tally = new Tally();
    compare("", original, replayed, tally);
    double similarity = tally.parts == 0 ? 1 : (double) tally.same / tally.parts;
    return new Found(List.copyOf(tally.differences), similarity);
  }

  private void compare(
      String path, @Nullable Object original, @Nullable Object replayed, Tally tally) {
    if (original instanceof Map<?, ?> one && replayed instanceof Map<?, ?> other) {
      compareMaps(path, one, other, tally);
    } else if (original instanceof List<?> one && replayed instanceof List<?> other) {
      compareLists(path, one, other, tally);
    } else {
      tally.parts++;
      if (isSame(original, replayed)) {
        tally.same++;
      } else {
        add(path, original, replayed, "changed from %s to %s".formatted(original, replayed), tally);
      }
    }
  }

  private void compareMaps(String path, Map<?, ?> one, Map<?, ?> other, Tally tally) {
    Set<Object> keys = new LinkedHashSet<>(one.keySet());
    keys.addAll(other.keySet());
    for (Object key : keys) {
      String name = String.valueOf(key);
      if (ignored.contains(name)) {
        continue;
      }
      String inner = path.isEmpty() ? name : path + "." + name;
      if (!other.containsKey(key)) {
        tally.parts++;
        add(inner, one.get(key), null, "is missing", tally);
      } else if (!one.containsKey(key)) {
        tally.parts++;
        add(inner, null, other.get(key), "was added", tally);
      } else {
        compare(inner, one.get(key), other.get(key), tally);
      }
    }
  }

  private void compareLists(String path, List<?> one, List<?> other, Tally tally) {
    if (ignoreOrder && one.size() == other.size() && containsAll(one, other)) {
      tally.parts += one.size();
      tally.same += one.size();
      return;
    }
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      String inner = "%s[%d]".formatted(path, i);
      if (i >= other.size()) {
        tally.parts++;
        add(inner, one.get(i), null, "is missing", tally);
      } else if (i >= one.size()) {
        tally.parts++;
        add(inner, null, other.get(i), "was added", tally);
      } else {
        compare(inner, one.get(i), other.get(i), tally);
      }
    }
  }

  private boolean containsAll(List<?> one, List<?> other) {
    List<Object> left = new ArrayList<>(other);
    for (Object item : one) {
      int found = -1;
      for (int i = 0; i < left.size() && found < 0; i++) {
        found = compare(item, left.get(i)).differences.isEmpty() ? i : -1;
      }
      if (found < 0) {
        return false;
      }
      left.remove(found);
    }
    return true;
  }

  private static boolean isSame(@Nullable Object one, @Nullable Object other) {
    return one instanceof Number a && other instanceof Number b
        ? Double.compare(a.doubleValue(), b.doubleValue()) == 0
        : Objects.equals(one, other);
  }

  private static void add(
      String path,
      @Nullable Object original,
      @Nullable Object replayed,
      String description,
      Tally tally) {
    String where = path.isEmpty() ? "the value" : path;
    Severity severity =
        original == null || replayed == null || original.getClass() != replayed.getClass()
            ? Severity.MAJOR
            : Severity.MINOR;
    tally.differences.add(
        new Difference(path, original, replayed, where + " " + description, severity));
  }
}
