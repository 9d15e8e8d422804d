package org.llmspell.scripting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The stack of a script in the forms of {@code Debug}.
 *
 * @param lines one for each function, innermost first
 */
record StackTraces(List<String> lines) {
  private static final Pattern LINE = Pattern.compile("(.*?):(\\d+): in (.*)");
  private static final int DEFAULT_DEPTH = 50;

  /**
   * Reads a stack as a session gives it, and applies {@code max_depth} and {@code include_source}.
   */
  static StackTraces of(String trace, Map<String, @Nullable Object> options) {
    long depth =
        options.get("max_depth") instanceof Number number ? number.longValue() : DEFAULT_DEPTH;
    boolean source = !Boolean.FALSE.equals(options.get("include_source"));
    return new StackTraces(
        trace
            .lines()
            .map(String::strip)
            .filter(line -> LINE.matcher(line).matches())
            .limit(Math.max(0, depth))
            .map(line -> source ? line : LINE.matcher(line).replaceFirst("$3"))
            .toList());
  }

  String text() {
    return lines.isEmpty()
        ? "stack traceback:"
        : "stack traceback:\n\t" + String.join("\n\t", lines);
  }

  Map<String, Object> plain() {
    List<Object> frames = new ArrayList<>();
    for (String line : lines) {
      Map<String, Object> frame = new LinkedHashMap<>();
      Matcher matcher = LINE.matcher(line);
      frame.put("level", frames.size() + 1L);
      frame.put("function", matcher.matches() ? matcher.group(3) : line);
      if (matcher.matches()) {
        frame.put("source", matcher.group(1));
        frame.put("line", Long.valueOf(matcher.group(2)));
      }
      frames.add(frame);
    }
    return Map.of("frames", frames, "depth", (long) frames.size());
  }
}
