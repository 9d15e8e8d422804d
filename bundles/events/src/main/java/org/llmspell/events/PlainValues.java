package org.llmspell.events;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the values of other people's properties into plain ones. */
final class PlainValues {
  private static final int MAX_DEPTH = 32;

  private PlainValues() {}

  /** A plain value that says the same; what has no plain form becomes its text. */
  static Object of(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      return "...";
    }
    return switch (value) {
      case null -> "";
      case String text -> text;
      case Boolean flag -> flag;
      case Long number -> number;
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      case Double number -> number;
      case Float number -> number.doubleValue();
      case Map<?, ?> map -> map(map, depth);
      case Collection<?> many -> list(many, depth);
      default -> value.getClass().isArray() ? list(elements(value), depth) : String.valueOf(value);
    };
  }

  private static Map<String, Object> map(Map<?, ?> map, int depth) {
    Map<String, Object> plain = new LinkedHashMap<>();
    map.forEach((key, value) -> plain.put(String.valueOf(key), of(value, depth + 1)));
    return plain;
  }

  private static List<Object> list(Collection<?> values, int depth) {
    return values.stream().map(value -> of(value, depth + 1)).toList();
  }

  private static List<Object> elements(Object array) {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      list.add(Array.get(array, i));
    }
    return list;
  }
}
