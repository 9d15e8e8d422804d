package org.llmspell.core.tool;

import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** Binds one component of a record to one parameter. */
final class ComponentBinding {
  private final boolean optional;
  private final boolean rest;
  private final ToolParameter parameter;
  private final ValueBinding binding;

  ComponentBinding(RecordComponent component) {
    optional = component.getType() == Optional.class;
    rest = component.isAnnotationPresent(Rest.class);
    Type type = optional ? argument(component.getGenericType()) : component.getGenericType();
    binding = ValueBinding.of(type);
    String text = find(component, Default.class).map(Default::value).orElse(null);
    parameter = parameter(component, text);
    if (rest && binding.type() != ParameterType.OBJECT) {
      throw refusal("it is marked @Rest, so it must be a Map<String, Object>");
    }
    checkDefault();
  }

  private ToolParameter parameter(RecordComponent component, @Nullable String text) {
    Range range = component.getAnnotation(Range.class);
    List<String> oneOf =
        find(component, OneOf.class).map(o -> List.of(o.value())).orElse(List.of());
    String name = snakeCase(component.getName());
    return new ToolParameter(
        name,
        binding.type(),
        find(component, Doc.class).map(Doc::value).orElse(""),
        !optional && text == null,
        text == null ? null : defaultValue(name, text),
        oneOf.isEmpty() ? binding.allowed() : oneOf,
        range == null || Double.isInfinite(range.min()) ? null : range.min(),
        range == null || Double.isInfinite(range.max()) ? null : range.max(),
        find(component, Alias.class).map(a -> List.of(a.value())).orElse(List.of()),
        binding.schema());
  }

  ToolParameter parameter() {
    return parameter;
  }

  boolean rest() {
    return rest;
  }

  /** The value of the component for a value that fits the parameter. */
  @Nullable Object convert(@Nullable Object value, String path) {
    Object given = value == null ? parameter.defaultValue() : value;
    if (given == null) {
      return optional ? Optional.empty() : null;
    }
    Object converted = binding.convert(given, path);
    return optional ? Optional.of(converted) : converted;
  }

  /** A default that the parameter itself would refuse is found here, not by the first caller. */
  private void checkDefault() {
    Object value = parameter.defaultValue();
    if (value == null) {
      return;
    }
    try {
      parameter.check(value);
      convert(value, parameter.name());
    } catch (SpellException e) {
      throw refusal("its default is wrong: " + e.message());
    }
  }

  private Object defaultValue(String name, String text) {
    try {
      return switch (binding.type()) {
        case NUMBER -> number(text);
        case BOOLEAN -> truth(text);
        case STRING, ANY -> text;
        case ARRAY -> empty(text, "[]", List.of());
        case OBJECT -> empty(text, "{}", Map.of());
        case NULL -> throw new IllegalArgumentException("there is none");
      };
    } catch (IllegalArgumentException e) {
      throw SpellException.component(
          "The default '%s' of parameter '%s' is no %s"
              .formatted(text, name, binding.type().displayName()),
          e);
    }
  }

  private Object number(String text) {
    return binding instanceof ValueBinding.Whole
        ? (Object) Long.valueOf(text)
        : Double.valueOf(text);
  }

  private static Boolean truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(text);
    }
    return Boolean.valueOf(text);
  }

  private static Object empty(String text, String notation, Object value) {
    if (!text.isBlank() && !text.equals(notation)) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  private SpellException refusal(String why) {
    return SpellException.component(
        "Parameter '%s' is not well defined: %s".formatted(parameter.name(), why), null);
  }

  private static <A extends Annotation> Optional<A> find(
      RecordComponent component, Class<A> annotation) {
    return Optional.ofNullable(component.getAnnotation(annotation));
  }

  private static Type argument(Type optional) {
    return optional instanceof ParameterizedType generic
        ? generic.getActualTypeArguments()[0]
        : Object.class;
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
