package org.llmspell.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nested sections that can be written by dotted key. */
final class Tree {

  private Tree() {}

  static Map<String, @Nullable Object> create() {
    return new LinkedHashMap<>();
  }

  /** Sets a value, making the sections on the way; what stands in the way of them is replaced. */
  static void set(Map<String, @Nullable Object> root, String key, Object value) {
    Map<String, @Nullable Object> section = root;
    String[] parts = key.split("\\.");
    for (int i = 0; i < parts.length - 1; i++) {
      section = child(section, parts[i]);
    }
    section.put(parts[parts.length - 1], value);
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
