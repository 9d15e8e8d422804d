package org.llmspell.tools.utility;

import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;

/** Writes differences in the context format of POSIX {@code diff -c}. */
record ContextDiff(List<String> before, List<String> after, List<AbstractDelta<String>> deltas) {
  private static final int CONTEXT = 3;

  List<String> lines() {
    List<String> out = new ArrayList<>(List.of("*** old", "--- new"));
    if (deltas.isEmpty()) {
      out.add("***************");
    }
    int first = 0;
    while (first < deltas.size()) {
      int last = first;
      while (last + 1 < deltas.size() && near(deltas.get(last), deltas.get(last + 1))) {
        last++;
      }
      hunk(deltas.subList(first, last + 1), out);
      first = last + 1;
    }
    return out;
  }

  private static boolean near(AbstractDelta<String> a, AbstractDelta<String> b) {
    return b.getSource().getPosition() - end(a) <= 2 * CONTEXT;
  }

  private static int end(AbstractDelta<String> delta) {
    return delta.getSource().getPosition() + delta.getSource().size();
  }

  private void hunk(List<AbstractDelta<String>> part, List<String> out) {
    var first = part.getFirst();
    var last = part.getLast();
    int lead = Math.min(CONTEXT, first.getSource().getPosition());
    int tail = Math.min(CONTEXT, before.size() - end(last));
    int oldFrom = first.getSource().getPosition() - lead;
    int oldTo = end(last) + tail;
    int newFrom = first.getTarget().getPosition() - lead;
    int newTo = last.getTarget().getPosition() + last.getTarget().size() + tail;
    out.add("***************");
    out.add("*** %s ****".formatted(range(oldFrom, oldTo)));
    if (part.stream().anyMatch(d -> d.getSource().size() > 0)) {
      side(before, oldFrom, oldTo, part, true, out);
    }
    out.add("--- %s ----".formatted(range(newFrom, newTo)));
    if (part.stream().anyMatch(d -> d.getTarget().size() > 0)) {
      side(after, newFrom, newTo, part, false, out);
    }
  }

  private static void side(
      List<String> lines,
      int from,
      int to,
      List<AbstractDelta<String>> part,
      boolean old,
      List<String> out) {
    int at = from;
    for (var delta : part) {
      var chunk = old ? delta.getSource() : delta.getTarget();
      lines.subList(at, chunk.getPosition()).forEach(line -> out.add("  " + line));
      boolean both = delta.getSource().size() > 0 && delta.getTarget().size() > 0;
      String mark = both ? "! " : old ? "- " : "+ ";
      chunk.getLines().forEach(line -> out.add(mark + line));
      at = chunk.getPosition() + chunk.size();
    }
    lines.subList(at, to).forEach(line -> out.add("  " + line));
  }

  private static String range(int from, int to) {
    return to - from <= 1 ? Integer.toString(to) : (from + 1) + "," + to;
  }
}
