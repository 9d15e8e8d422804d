package org.llmspell.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nested sections that can be written by name. */
final class Tree {

  private Tree() {}

  static Map<String, @Nullable Object> create() {
    return new LinkedHashMap<>();
  }

  /** Sets a value, making the sections on the way; what stands in the way of them is replaced. */
  static void set(Map<String, @Nullable Object> root, List<String> path, @Nullable Object value) {
    Map<String, @Nullable Object> section = root;
    for (String part : path.subList(0, path.size() - 1)) {
      section = child(section, part);
    }
    section.put(path.getLast(), value);
  }

  @SuppressWarnings("unchecked") // all maps in the tree were made here or by the reader
  private static Map<String, @Nullable Object> child(
      Map<String, @Nullable Object> section, String name) {
    if (section.get(name) instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    Map<String, @Nullable Object> made = create();
    section.put(name, made);
    return made;
  }
}
