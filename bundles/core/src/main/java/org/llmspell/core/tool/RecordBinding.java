package org.llmspell.core.tool;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/**
 * Makes a tool's schema from its record, and the record from plain values. Each component is one
 * parameter: {@code inputFile} becomes {@code input_file}, and {@code short_} becomes {@code
 * short}, because that is a word of Java. Components may be {@code String}, {@code boolean}, {@code
 * int}, {@code long}, {@code double} (or their classes), an enum, {@code List}, {@code Map},
 * another record, {@code Object} for any value, and {@code Optional} of these for a parameter that
 * may be left out; a parameter with a {@link Default} may be left out too. Immutable and safe to
 * share between threads; holds the class of the record, so keep it no longer than the tool.
 *
 * @param <P> the record
 */
public final class RecordBinding<P extends Record> {
  private final Constructor<P> constructor;
  private final List<ComponentBinding> components;
  private final ToolSchema schema;

  private RecordBinding(Class<P> type, String name, String description) {
    try {
      RecordComponent[] parts = type.getRecordComponents();
      constructor =
          type.getDeclaredConstructor(
              Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      components = Arrays.stream(parts).map(ComponentBinding::new).toList();
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("Every record has a canonical constructor", e);
    }
    schema =
        new ToolSchema(
            name,
            description,
            components.stream().filter(c -> !c.rest()).map(ComponentBinding::parameter).toList(),
            components.stream().anyMatch(ComponentBinding::rest),
            null);
  }

  /** The binding of a tool's record. */
  public static <P extends Record> RecordBinding<P> of(RecordTool<P> tool) {
    var metadata = tool.metadata();
    return new RecordBinding<>(recordOf(tool.getClass()), metadata.name(), metadata.description());
  }

  /** The binding of a record that belongs to no tool. */
  public static <P extends Record> RecordBinding<P> of(Class<P> type, String name) {
    return new RecordBinding<>(type, name, "");
  }

  @SuppressWarnings("unchecked") // P is what the class says it is
  private static <P extends Record> Class<P> recordOf(Class<?> tool) {
    for (Class<?> c = tool; c != null; c = c.getSuperclass()) {
      for (Type type : c.getGenericInterfaces()) {
        if (type instanceof ParameterizedType parameterized
            && parameterized.getRawType() == RecordTool.class
            && parameterized.getActualTypeArguments()[0] instanceof Class<?> record
            && record.isRecord()) {
          return (Class<P>) record;
        }
      }
    }
    throw SpellException.component(
        tool.getSimpleName() + " must say 'implements RecordTool<R>' with a record R", null);
  }

  /** The schema. */
  public ToolSchema schema() {
    return schema;
  }

  /**
   * The record made from plain values.
   *
   * @throws SpellException of kind Validation that names the parameter that does not fit
   */
  public P bind(Map<String, ? extends @Nullable Object> values) {
    return bind(values, "");
  }

  /** Binds a record inside another one, whose path with a dot at its end goes before the names. */
  P bind(Map<String, ? extends @Nullable Object> values, String path) {
    schema.validate(values, path);
    return bindValid(values, path);
  }

  /**
   * Like {@link #bind} for values that were already checked against the schema.
   *
   * @throws SpellException of kind Validation when something inside a list or an object does not
   *     fit
   */
  public P bindValid(Map<String, ? extends @Nullable Object> values) {
    return bindValid(values, "");
  }

  private P bindValid(Map<String, ? extends @Nullable Object> values, String path) {
    @Nullable Object[] arguments = new @Nullable Object[components.size()];
    for (int i = 0; i < arguments.length; i++) {
      ComponentBinding component = components.get(i);
      arguments[i] =
          component.rest()
              ? rest(values)
              : component.convert(
                  ToolSchema.valueOf(component.parameter(), values),
                  path.isEmpty()
                      ? component.parameter().name()
                      : path + component.parameter().name());
    }
    return create(arguments);
  }

  private P create(@Nullable Object[] arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case SpellException known -> throw known;
        case Exception other ->
            throw new SpellException(
                new ErrorKind.Validation(null),
                Optional.ofNullable(other.getMessage()).orElse("The parameters do not fit"),
                other);
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The record's constructor was made accessible", e);
    }
  }

  private Map<String, @Nullable Object> rest(Map<String, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> others = new LinkedHashMap<>(values);
    List<String> taken = new ArrayList<>();
    for (ToolParameter parameter : schema.parameters()) {
      taken.add(parameter.name());
      taken.addAll(parameter.aliases());
    }
    others.keySet().removeAll(taken);
    return others;
  }
}
