package org.llmspell.tools.utility;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;

/**
 * The differences of two texts in one of four notations.
 *
 * @param before the lines before
 * @param after the lines after
 * @param deltas what changed, in the order of the lines
 */
record TextDiff(List<String> before, List<String> after, Patch<String> deltas) {
  private static final int CONTEXT = 3;

  /** Compares line by line (Myers, linear space) until the limits stop it. */
  static TextDiff of(List<String> before, List<String> after, Limits limits) {
    var watch =
        new DiffAlgorithmListener() {
          @Override
          public void diffStart() {
            limits.check();
          }

          @Override
          public void diffStep(int value, int max) {
            limits.check();
          }

          @Override
          public void diffEnd() {
            limits.check();
          }
        };
    return new TextDiff(
        before,
        after,
        merged(DiffUtils.diff(before, after, new MyersDiffWithLinearSpace<>(), watch)));
  }

  /** Lines that take the place of others are one change, not a deletion beside an insertion. */
  private static Patch<String> merged(Patch<String> patch) {
    var result = new Patch<String>();
    AbstractDelta<String> last = null;
    for (AbstractDelta<String> delta : patch.getDeltas()) {
      if (last != null && touches(last, delta)) {
        last =
            new ChangeDelta<>(
                joined(last.getSource(), delta.getSource()),
                joined(last.getTarget(), delta.getTarget()));
      } else {
        if (last != null) {
          result.addDelta(last);
        }
        last = delta;
      }
    }
    if (last != null) {
      result.addDelta(last);
    }
    return result;
  }

  private static boolean touches(AbstractDelta<String> a, AbstractDelta<String> b) {
    return end(a.getSource()) == b.getSource().getPosition()
        && end(a.getTarget()) == b.getTarget().getPosition();
  }

  private static int end(Chunk<String> chunk) {
    return chunk.getPosition() + chunk.size();
  }

  private static Chunk<String> joined(Chunk<String> a, Chunk<String> b) {
    List<String> lines = new ArrayList<>(a.getLines());
    lines.addAll(b.getLines());
    return new Chunk<>(a.getPosition(), lines);
  }

  /** The notation of {@code diff -u}. */
  String unified() {
    List<String> lines =
        UnifiedDiffUtils.generateUnifiedDiff("old", "new", before, deltas, CONTEXT);
    return text(lines.isEmpty() ? List.of("--- old", "+++ new") : lines);
  }

  /** The notation of {@code diff -c}. */
  String context() {
    return text(new ContextDiff(before, after, deltas.getDeltas()).lines());
  }

  /** Every line of both texts, after {@code -}, {@code +} or a space. */
  String inline() {
    List<String> lines = new ArrayList<>();
    int at = 0;
    for (AbstractDelta<String> delta : deltas.getDeltas()) {
      before.subList(at, delta.getSource().getPosition()).forEach(line -> lines.add(" " + line));
      delta.getSource().getLines().forEach(line -> lines.add("-" + line));
      delta.getTarget().getLines().forEach(line -> lines.add("+" + line));
      at = delta.getSource().getPosition() + delta.getSource().size();
    }
    before.subList(at, before.size()).forEach(line -> lines.add(" " + line));
    return text(lines);
  }

  /** One sentence for each change. */
  String simple() {
    List<String> lines = new ArrayList<>();
    lines.add("Total changes: " + deltas.getDeltas().size());
    for (AbstractDelta<String> delta : deltas.getDeltas()) {
      int from = delta.getSource().getPosition() + 1;
      int to = delta.getTarget().getPosition() + 1;
      int removed = delta.getSource().size();
      int added = delta.getTarget().size();
      if (added == 0) {
        lines.add("Removed at line %d: %d line(s)".formatted(from, removed));
      } else if (removed == 0) {
        lines.add("Added at line %d: %d line(s)".formatted(to, added));
      } else {
        lines.add(
            "Replaced at lines %d-%d with lines %d-%d"
                .formatted(from, from + removed - 1, to, to + added - 1));
      }
    }
    return text(lines);
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
  }
}
