package org.llmspell.core.tool;

import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** Binds one component of a record to one parameter. */
final class ComponentBinding {
  private final Class<?> type;
  private final boolean optional;
  private final boolean rest;
  private final ToolParameter parameter;
  private final @Nullable RecordBinding<?> nested;

  ComponentBinding(RecordComponent component) {
    optional = component.getType() == Optional.class;
    type = optional ? argument(component.getGenericType()) : component.getType();
    rest = component.isAnnotationPresent(Rest.class);
    String name = snakeCase(component.getName());
    nested = nestedBinding(type, name);
    String text = find(component, Default.class).map(Default::value).orElse(null);
    Range range = component.getAnnotation(Range.class);
    var bare =
        new ToolParameter(
            name,
            typeOf(type),
            find(component, Doc.class).map(Doc::value).orElse(""),
            !optional && text == null,
            null,
            allowed(component),
            range == null || Double.isInfinite(range.min()) ? null : range.min(),
            range == null || Double.isInfinite(range.max()) ? null : range.max(),
            find(component, Alias.class).map(a -> List.of(a.value())).orElse(List.of()));
    parameter = text == null ? bare : withDefault(bare, text);
  }

  ToolParameter parameter() {
    return parameter;
  }

  boolean rest() {
    return rest;
  }

  /** The value of the component for a value that fits the parameter. */
  @Nullable Object convert(@Nullable Object value) {
    Object given = value == null ? parameter.defaultValue() : value;
    if (optional) {
      return given == null ? Optional.empty() : Optional.of(convertPresent(given));
    }
    return given == null ? null : convertPresent(given);
  }

  private Object convertPresent(Object value) {
    if (type == List.class) {
      return value instanceof List ? value : List.of(); // an empty object is an empty array
    }
    if (nested != null && value instanceof Map<?, ?> map) {
      return nested.bind(stringKeys(map));
    }
    if (type.isEnum()) {
      return constant(value.toString());
    }
    return value instanceof Number number ? convertNumber(number) : value;
  }

  private Object convertNumber(Number number) {
    if (type == double.class || type == Double.class) {
      return number.doubleValue();
    }
    if (type == long.class || type == Long.class) {
      return whole(number, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == int.class || type == Integer.class) {
      return (int) whole(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    return number;
  }

  private long whole(Number number, long min, long max) {
    double value = number.doubleValue();
    if (value != Math.rint(value) || value < min || value > max) {
      throw SpellException.validation(
          parameter.name(),
          "Parameter '%s' is %s but must be a whole number within %d..%d"
              .formatted(parameter.name(), number, min, max));
    }
    return number.longValue();
  }

  private Object constant(String text) {
    for (Object constant : type.getEnumConstants()) {
      if (snakeName(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalStateException("'" + text + "' passed the check of allowed values");
  }

  private ToolParameter withDefault(ToolParameter bare, String text) {
    Object value =
        switch (bare.type()) {
          case NUMBER ->
              type == double.class || type == Double.class
                  ? (Object) Double.valueOf(text)
                  : Long.valueOf(text);
          case BOOLEAN -> Boolean.valueOf(text);
          case STRING, ANY -> text;
          case ARRAY -> List.of();
          case OBJECT -> Map.of();
          case NULL -> throw new IllegalArgumentException("A null parameter has no default");
        };
    return new ToolParameter(
        bare.name(),
        bare.type(),
        bare.description(),
        false,
        value,
        bare.allowed(),
        bare.min(),
        bare.max(),
        bare.aliases());
  }

  private List<String> allowed(RecordComponent component) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants()).map(ComponentBinding::snakeName).toList();
    }
    return find(component, OneOf.class).map(o -> List.of(o.value())).orElse(List.of());
  }

  private static String snakeName(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }

  private static <A extends Annotation> Optional<A> find(
      RecordComponent component, Class<A> annotation) {
    return Optional.ofNullable(component.getAnnotation(annotation));
  }

  private static @Nullable RecordBinding<?> nestedBinding(Class<?> type, String name) {
    return type.isRecord() ? RecordBinding.of(type.asSubclass(Record.class), name) : null;
  }

  private static Class<?> argument(Type optional) {
    return switch (((ParameterizedType) optional).getActualTypeArguments()[0]) {
      case Class<?> c -> c;
      case ParameterizedType p -> (Class<?>) p.getRawType();
      default -> Object.class;
    };
  }

  private static ParameterType typeOf(Class<?> type) {
    if (type == String.class || type.isEnum()) {
      return ParameterType.STRING;
    }
    if (type == boolean.class || type == Boolean.class) {
      return ParameterType.BOOLEAN;
    }
    if (List.class == type) {
      return ParameterType.ARRAY;
    }
    if (Map.class == type || type.isRecord()) {
      return ParameterType.OBJECT;
    }
    if (type == Object.class) {
      return ParameterType.ANY;
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return ParameterType.NUMBER;
    }
    throw SpellException.component(
        "A parameter can not be a %s; use String, boolean, int, long, double, an enum, List, Map, a record, Object or Optional of these"
            .formatted(type.getSimpleName()),
        null);
  }

  private static Map<String, @Nullable Object> stringKeys(Map<?, ?> map) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    map.forEach((key, value) -> result.put(String.valueOf(key), value));
    return result;
  }

  private static String snakeCase(String component) {
    String camelCase = component.endsWith("_") ? component.replaceAll("_+$", "") : component;
    var name = new StringBuilder();
    for (int i = 0; i < camelCase.length(); i++) {
      char c = camelCase.charAt(i);
      if (Character.isUpperCase(c)) {
        name.append('_');
      }
      name.append(Character.toLowerCase(c));
    }
    return name.toString();
  }
}
