package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The place of a field in a value: names of nested maps, written with dots. Immutable. */
final class FieldPath {

  /** What {@link #get} gives when there is no such field; a field may be there and null. */
  static final Object ABSENT = new Object();

  private final String text;
  private final String first;
  private final @Nullable List<String> parents;
  private final String last;

  FieldPath(String text) {
    this.text = text;
    if (text.indexOf('.') < 0) {
      this.parents = null;
      this.first = text;
      this.last = text;
    } else {
      List<String> names = new ArrayList<>(List.of(text.split("\\.", -1)));
      this.last = names.removeLast();
      this.first = names.getFirst();
      this.parents = names;
    }
  }

  /** Whether a text names no field. */
  static boolean isBad(String text) {
    return text.isBlank() || text.startsWith(".") || text.endsWith(".") || text.contains("..");
  }

  /** The name with dots. */
  String text() {
    return text;
  }

  /** The value of the field, or {@link #ABSENT}. */
  @Nullable Object get(Map<String, @Nullable Object> root) {
    Map<?, ?> map = root;
    if (parents != null) {
      for (String name : parents) {
        if (!(map.get(name) instanceof Map<?, ?> inner)) {
          return ABSENT;
        }
        map = inner;
      }
    }
    Object value = map.get(last);
    return value != null || map.containsKey(last) ? value : ABSENT;
  }

  boolean isIn(Map<String, @Nullable Object> root) {
    return get(root) != ABSENT;
  }

  /**
   * Sets the field. Nested maps on the way are copied, so that those of the original stay.
   *
   * @throws TransformException when something on the way is no map
   */
  void set(Map<String, @Nullable Object> root, @Nullable Object value) {
    place(root, true).put(last, value);
  }

  /** Removes the field, if it is there. */
  void remove(Map<String, @Nullable Object> root) {
    if (parents == null) {
      root.remove(last);
    } else if (isIn(root)) {
      place(root, false).remove(last);
    }
  }

  private Map<String, @Nullable Object> place(Map<String, @Nullable Object> root, boolean make) {
    Map<String, @Nullable Object> map = root;
    if (parents != null) {
      for (String name : parents) {
        Object inner = map.get(name);
        if (inner != null && !(inner instanceof Map<?, ?>) || inner == null && !make) {
          throw new TransformException(
              "FieldTransformFailed",
              "Field '%s' can not be written: '%s' is %s, not an object"
                  .formatted(text, name, FieldTypes.of(inner)));
        }
        Map<String, @Nullable Object> copy = copy(inner);
        map.put(name, copy);
        map = copy;
      }
    }
    return map;
  }

  @SuppressWarnings("unchecked") // maps of plain values have text keys
  private static Map<String, @Nullable Object> copy(@Nullable Object map) {
    return map == null
        ? new LinkedHashMap<>()
        : new LinkedHashMap<>((Map<String, @Nullable Object>) map);
  }

  /** Whether the other field is this one or inside of it. */
  boolean covers(FieldPath other) {
    return other.text.equals(text) || other.text.startsWith(text + ".");
  }

  /** The name of the outermost field. */
  String outermost() {
    return first;
  }

  @Override
  public String toString() {
    return text;
  }
}
