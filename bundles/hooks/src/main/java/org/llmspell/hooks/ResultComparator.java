package org.llmspell.hooks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.replay.ReplayComparison;
import org.llmspell.core.hook.replay.ReplayComparison.Difference;
import org.llmspell.core.hook.replay.ReplayComparison.DifferenceType;
import org.llmspell.core.hook.replay.ReplayComparison.Severity;

/** Compares what a hook wanted with what it wants now. */
final class ResultComparator {
  private ResultComparator() {}

  static ReplayComparison compare(
      Map<String, @Nullable Object> original, Map<String, @Nullable Object> replayed) {
    JsonDifference.Found found = JsonDifference.DEFAULT.compare(original, replayed);
    if (found.differences().isEmpty()) {
      return new ReplayComparison(true, null, List.of(), 1, "The results are identical");
    }
    Set<DifferenceType> types = new LinkedHashSet<>();
    List<Difference> differences = new ArrayList<>();
    for (Difference difference : found.differences()) {
      DifferenceType type = type(difference, original, replayed);
      types.add(type);
      differences.add(type == DifferenceType.DATA_MISMATCH ? difference : critical(difference));
    }
    DifferenceType type = types.size() == 1 ? types.iterator().next() : DifferenceType.MULTIPLE;
    return new ReplayComparison(
        false,
        type,
        differences,
        found.similarity(),
        "%d difference%s: %s"
            .formatted(
                differences.size(),
                differences.size() == 1 ? "" : "s",
                differences.getFirst().description()));
  }

  private static DifferenceType type(
      Difference difference,
      Map<String, @Nullable Object> original,
      Map<String, @Nullable Object> replayed) {
    boolean cancels =
        "cancel".equals(original.get("type")) != "cancel".equals(replayed.get("type"));
    return switch (difference.path()) {
      case "type" ->
          cancels ? DifferenceType.CANCELLATION_MISMATCH : DifferenceType.VARIANT_MISMATCH;
      case "reason", "error" ->
          cancels ? DifferenceType.CANCELLATION_MISMATCH : DifferenceType.ERROR_MISMATCH;
      default -> DifferenceType.DATA_MISMATCH;
    };
  }

  private static Difference critical(Difference d) {
    return new Difference(d.path(), d.original(), d.replayed(), d.description(), Severity.CRITICAL);
  }
}
