package org.llmspell.core.tool;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** Converts plain values to one Java type, and says so in terms of JSON Schema. */
sealed interface ValueBinding {

  /** The JSON type. */
  ParameterType type();

  /** Further members of the JSON Schema. */
  default Map<String, @Nullable Object> schema() {
    return Map.of();
  }

  /** The texts that are allowed; empty when any. */
  default List<String> allowed() {
    return List.of();
  }

  /**
   * Converts a value.
   *
   * @param path names the value in messages, for example {@code options.tags[2]}
   */
  Object convert(Object value, String path);

  /** The binding of a type that a component of a record has. */
  static ValueBinding of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      if (generic.getRawType() == List.class) {
        return new ListOf(of(last));
      }
      if (generic.getRawType() == Map.class) {
        return new MapOf(of(last));
      }
    }
    return type instanceof Class<?> c ? ofClass(c) : new Plain(ParameterType.ANY);
  }

  private static ValueBinding ofClass(Class<?> type) {
    if (type.isRecord()) {
      return new Nested(RecordBinding.of(type.asSubclass(Record.class), type.getSimpleName()));
    }
    if (type.isEnum()) {
      return new Choice(type);
    }
    return switch (type.getName()) {
      case "int", "java.lang.Integer" -> new Whole(true);
      case "long", "java.lang.Long" -> new Whole(false);
      case "double", "java.lang.Double" -> new Decimal();
      case "java.lang.Number" -> new Plain(ParameterType.NUMBER);
      case "boolean", "java.lang.Boolean" -> new Plain(ParameterType.BOOLEAN);
      case "java.lang.String" -> new Plain(ParameterType.STRING);
      case "java.lang.Object" -> new Plain(ParameterType.ANY);
      case "java.util.List" -> new ListOf(new Plain(ParameterType.ANY));
      case "java.util.Map" -> new MapOf(new Plain(ParameterType.ANY));
      default ->
          throw SpellException.component(
              "A parameter can not be a %s; use String, boolean, int, long, double, an enum, List, Map, a record, Object or Optional of these"
                  .formatted(type.getSimpleName()),
              null);
    };
  }

  private static Map<String, @Nullable Object> describe(ValueBinding binding) {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    if (binding.type() != ParameterType.ANY) {
      schema.put("type", binding.type().schemaName());
    }
    if (!binding.allowed().isEmpty()) {
      schema.put("enum", binding.allowed());
    }
    schema.putAll(binding.schema());
    return schema;
  }

  /** An element of a list or an object; unlike a parameter it was not checked before. */
  private static @Nullable Object element(
      ValueBinding binding, @Nullable Object value, String path) {
    if (binding.type() == ParameterType.ANY) {
      return value;
    }
    if (value == null || !binding.type().accepts(value)) {
      throw SpellException.validation(
          path,
          "Invalid type for parameter '%s': expected %s"
              .formatted(path, binding.type().displayName()));
    }
    if (!binding.allowed().isEmpty() && !binding.allowed().contains(value)) {
      throw SpellException.validation(
          path,
          "Invalid %s: '%s'. Allowed values: %s"
              .formatted(path, value, String.join(", ", binding.allowed())));
    }
    return binding.convert(value, path);
  }

  /** A value that stays as it is. */
  record Plain(ParameterType type) implements ValueBinding {
    @Override
    public Object convert(Object value, String path) {
      return value;
    }
  }

  /** A number with a fraction. */
  record Decimal() implements ValueBinding {
    @Override
    public ParameterType type() {
      return ParameterType.NUMBER;
    }

    @Override
    public Object convert(Object value, String path) {
      return ((Number) value).doubleValue();
    }
  }

  /** A whole number of 32 or 64 bits. */
  record Whole(boolean small) implements ValueBinding {
    @Override
    public ParameterType type() {
      return ParameterType.NUMBER;
    }

    @Override
    public Map<String, @Nullable Object> schema() {
      return Map.of("multipleOf", 1L);
    }

    @Override
    public Object convert(Object value, String path) {
      var number = (Number) value;
      long min = small ? Integer.MIN_VALUE : Long.MIN_VALUE;
      long max = small ? Integer.MAX_VALUE : Long.MAX_VALUE;
      boolean fits =
          number instanceof Long || number instanceof Integer
              ? number.longValue() >= min && number.longValue() <= max
              : isWhole(number.doubleValue(), min, max);
      if (!fits) {
        throw SpellException.validation(
            path,
            "Parameter '%s' is %s but must be a whole number within %d..%d"
                .formatted(path, number, min, max));
      }
      return small ? (Object) number.intValue() : (Object) number.longValue();
    }

    /** The first double above the largest long is 2^63, which the comparison must exclude. */
    private static boolean isWhole(double value, long min, long max) {
      return value == Math.rint(value)
          && value >= min
          && value < (double) max + (max >> 62 == 0 ? 1 : 0);
    }
  }

  /** One of the constants of an enum, in snake_case. */
  record Choice(Class<?> constants) implements ValueBinding {
    @Override
    public ParameterType type() {
      return ParameterType.STRING;
    }

    @Override
    public List<String> allowed() {
      return Arrays.stream(constants.getEnumConstants()).map(Choice::name).toList();
    }

    @Override
    public Object convert(Object value, String path) {
      for (Object constant : constants.getEnumConstants()) {
        if (name(constant).equals(value)) {
          return constant;
        }
      }
      throw new IllegalStateException("'" + value + "' passed the check of allowed values");
    }

    private static String name(Object constant) {
      return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }
  }

  /** A list whose elements have one type. */
  record ListOf(ValueBinding item) implements ValueBinding {
    @Override
    public ParameterType type() {
      return ParameterType.ARRAY;
    }

    @Override
    public Map<String, @Nullable Object> schema() {
      return Map.of("items", describe(item));
    }

    @Override
    public Object convert(Object value, String path) {
      if (!(value instanceof List<?> list)) {
        return List.of(); // an empty object is an empty array
      }
      if (item.type() == ParameterType.ANY) {
        return list;
      }
      List<@Nullable Object> items = new ArrayList<>(list.size());
      for (Object element : list) {
        items.add(element(item, element, path + "[" + (items.size() + 1) + "]"));
      }
      return List.copyOf(items);
    }
  }

  /** An object with text keys whose values have one type. */
  record MapOf(ValueBinding item) implements ValueBinding {
    @Override
    public ParameterType type() {
      return ParameterType.OBJECT;
    }

    @Override
    public Map<String, @Nullable Object> schema() {
      return item.type() == ParameterType.ANY
          ? Map.of()
          : Map.of("additionalProperties", describe(item));
    }

    @Override
    public Object convert(Object value, String path) {
      if (item.type() == ParameterType.ANY) {
        return value;
      }
      Map<String, @Nullable Object> items = new LinkedHashMap<>();
      ((Map<?, ?>) value)
          .forEach((key, v) -> items.put(String.valueOf(key), element(item, v, path + "." + key)));
      return items;
    }
  }

  /** A record inside a record. */
  record Nested(RecordBinding<?> record) implements ValueBinding {
    @Override
    public ParameterType type() {
      return ParameterType.OBJECT;
    }

    @Override
    public Map<String, @Nullable Object> schema() {
      Map<String, @Nullable Object> schema = new LinkedHashMap<>(record.schema().toJsonSchema());
      schema.remove("type");
      return schema;
    }

    @Override
    public Object convert(Object value, String path) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      ((Map<?, ?>) value).forEach((key, v) -> values.put(String.valueOf(key), v));
      return record.bind(values, path + ".");
    }
  }
}
