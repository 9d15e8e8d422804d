package org.llmspell.tools.utility;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The notations of dates that are understood, and lengths of time in words. */
final class DateFormats {

  /** In the order in which they are tried. */
  static final List<String> PATTERNS =
      List.of(
          "%Y-%m-%dT%H:%M:%S%.fZ",
          "%Y-%m-%dT%H:%M:%SZ",
          "%Y-%m-%dT%H:%M:%S%z",
          "%Y-%m-%dT%H:%M:%S%:z",
          "%Y-%m-%d %H:%M:%S",
          "%Y-%m-%d",
          "%a, %d %b %Y %H:%M:%S GMT",
          "%a, %d %b %Y %H:%M:%S %z",
          "%Y/%m/%d %H:%M:%S",
          "%Y/%m/%d",
          "%d/%m/%Y %H:%M:%S",
          "%d/%m/%Y",
          "%m/%d/%Y %H:%M:%S",
          "%m/%d/%Y",
          "%d-%m-%Y %H:%M:%S",
          "%d-%m-%Y",
          "%d.%m.%Y %H:%M:%S",
          "%d.%m.%Y",
          "%B %d, %Y %H:%M:%S",
          "%B %d, %Y",
          "%b %d, %Y %H:%M:%S",
          "%b %d, %Y");

  private DateFormats() {}

  static Map<String, @Nullable Object> listing() {
    Map<String, @Nullable Object> examples = new LinkedHashMap<>();
    examples.put("iso8601", "%Y-%m-%dT%H:%M:%SZ");
    examples.put("date_only", "%Y-%m-%d");
    examples.put("time_only", "%H:%M:%S");
    examples.put("us_format", "%m/%d/%Y");
    examples.put("european_format", "%d/%m/%Y");
    examples.put("long_format", "%B %d, %Y");
    examples.put("with_weekday", "%A, %B %d, %Y");
    examples.put("rfc2822", "%a, %d %b %Y %H:%M:%S %z");
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("available_formats", PATTERNS);
    result.put("example_formats", examples);
    return result;
  }

  /** For example {@code 2 days, 3 hours, 1 minute}. */
  static String inWords(long seconds) {
    long left = Math.abs(seconds);
    List<String> parts = new ArrayList<>();
    left = part(parts, left, 86_400, "day");
    left = part(parts, left, 3600, "hour");
    left = part(parts, left, 60, "minute");
    part(parts, left, 1, "second");
    if (parts.isEmpty()) {
      return "0 seconds";
    }
    return String.join(", ", parts) + (seconds < 0 ? " ago" : "");
  }

  private static long part(List<String> parts, long seconds, long size, String unit) {
    long count = seconds / size;
    if (count > 0) {
      parts.add(count + " " + unit + (count == 1 ? "" : "s"));
    }
    return seconds % size;
  }
}
