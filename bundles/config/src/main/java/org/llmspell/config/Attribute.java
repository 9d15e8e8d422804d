package org.llmspell.config;

import java.lang.reflect.Array;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.llmspell.config.Sections.Setting;
import org.llmspell.core.error.SpellException;

/**
 * One attribute of a configuration, as the metatype of its bundle describes it.
 *
 * @param id its name in the configuration
 * @param type its type
 * @param list whether it holds several values
 * @param min the least number; empty for any
 * @param max the greatest number; empty for any
 * @param options the values that are allowed; empty for all
 * @param byDefault the value when nothing is set; those of a list are separated by commas
 * @param description what it does
 */
record Attribute(
    String id,
    Type type,
    boolean list,
    String min,
    String max,
    List<String> options,
    String byDefault,
    String description) {

  /** Without default and description. */
  Attribute(String id, Type type, boolean list, String min, String max, List<String> options) {
    this(id, type, list, min, max, options, "", "");
  }

  /** The types of the specification, and what becomes of a setting. */
  enum Type {
    STRING("text", String.class, value -> value instanceof String ? value : null),
    BOOLEAN("true or false", Boolean.class, value -> value instanceof Boolean ? value : null),
    LONG("a whole number", Long.class, value -> value instanceof Long ? value : null),
    INTEGER(
        "a whole number", Integer.class, value -> whole(value) ? number(value).intValue() : null),
    SHORT(
        "a whole number",
        Short.class,
        value ->
            whole(value) && number(value).shortValue() == number(value).longValue()
                ? number(value).shortValue()
                : null),
    BYTE(
        "a whole number",
        Byte.class,
        value ->
            whole(value) && number(value).byteValue() == number(value).longValue()
                ? number(value).byteValue()
                : null),
    DOUBLE("a number", Double.class, value -> value instanceof Number n ? n.doubleValue() : null),
    FLOAT("a number", Float.class, value -> value instanceof Number n ? n.floatValue() : null),
    CHARACTER(
        "one character",
        Character.class,
        value -> value instanceof String s && s.length() == 1 ? s.charAt(0) : null);

    private final String wanted;
    private final Class<?> java;
    private final Function<Object, @Nullable Object> conversion;

    Type(String wanted, Class<?> java, Function<Object, @Nullable Object> conversion) {
      this.wanted = wanted;
      this.java = java;
      this.conversion = conversion;
    }

    /** The type of a name in a metatype file. */
    static Type named(String name) {
      return switch (name) {
        case "Boolean" -> BOOLEAN;
        case "Long" -> LONG;
        case "Integer" -> INTEGER;
        case "Short" -> SHORT;
        case "Byte" -> BYTE;
        case "Double" -> DOUBLE;
        case "Float" -> FLOAT;
        case "Character", "Char" -> CHARACTER;
        default -> STRING; // text and passwords
      };
    }

    private static boolean whole(Object value) {
      return value instanceof Long number && number.intValue() == number;
    }

    private static Number number(Object value) {
      return (Number) value;
    }
  }

  /**
   * The value of the configuration.
   *
   * @throws SpellException of kind Configuration that names the setting and says what is allowed
   */
  Object convert(Setting setting) {
    Object converted = converted(setting.value());
    if (converted == null) {
      throw refusal(setting, allowed());
    }
    return converted;
  }

  /** What is allowed, for messages; of a list, too. */
  String allowed() {
    return list ? "a list; each item " + wanted() : wanted();
  }

  /** The value of the configuration; null when it is not allowed. */
  @Nullable Object converted(@Nullable Object value) {
    if (!list) {
      return value == null ? null : one(value);
    }
    if (!(value instanceof List<?> items)) {
      return null;
    }
    Object array = Array.newInstance(type.java, items.size());
    for (int i = 0; i < items.size(); i++) {
      Object item = items.get(i);
      Object one = item == null ? null : one(item);
      if (one == null) {
        return null;
      }
      Array.set(array, i, one);
    }
    return array;
  }

  private @Nullable Object one(Object value) {
    Object converted = type.conversion.apply(value);
    if (converted == null || (!options.isEmpty() && !options.contains(converted.toString()))) {
      return null;
    }
    if (converted instanceof Number number) {
      double size = number.doubleValue();
      return (min.isEmpty() || size >= Double.parseDouble(min))
              && (max.isEmpty() || size <= Double.parseDouble(max))
          ? converted
          : null;
    }
    return converted;
  }

  /** What is allowed, for messages. */
  String wanted() {
    if (!options.isEmpty()) {
      return "one of " + String.join(", ", options);
    }
    if (type == Type.STRING || type == Type.CHARACTER || type == Type.BOOLEAN) {
      return type.wanted;
    }
    return type.wanted
        + (min.isEmpty() ? "" : ", at least " + min)
        + (max.isEmpty() ? "" : ", at most " + max);
  }

  private static SpellException refusal(Setting setting, String wanted) {
    return SpellException.configuration(Problems.wrong(setting, wanted), null);
  }

  /**
   * The value of a setting that nobody describes: text, truth values and numbers as they are, lists
   * of one of these as arrays.
   *
   * @throws SpellException of kind Configuration for anything else
   */
  static Object undescribed(Setting setting) {
    Object value = setting.value();
    if (value != null && isPlain(value)) {
      return value;
    }
    if (value instanceof List<?> items) {
      Class<?> type = items.isEmpty() ? String.class : classOf(items.getFirst());
      if (items.stream().allMatch(item -> isPlain(item) && type == classOf(item))) {
        return items.toArray((Object[]) Array.newInstance(type, 0));
      }
    }
    throw refusal(setting, "text, a number, true or false, or a list of one of these");
  }

  private static Class<?> classOf(@Nullable Object value) {
    return value == null ? Void.class : value.getClass();
  }

  private static boolean isPlain(@Nullable Object value) {
    return value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Double;
  }
}
