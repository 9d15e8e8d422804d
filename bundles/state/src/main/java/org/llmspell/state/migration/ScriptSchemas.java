package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.state.migration.StateSchema;
import org.llmspell.core.state.migration.StateTransformer;

/** The schemas and functions of one script; gone when it ends. */
final class ScriptSchemas {
  private final List<StateSchema> schemas = new CopyOnWriteArrayList<>();
  private final Map<String, StateTransformer> functions = new ConcurrentHashMap<>();

  List<StateSchema> schemas() {
    return schemas;
  }

  Map<String, StateTransformer> functions() {
    return functions;
  }

  /**
   * Reads the table of a schema; functions in its transforms get names.
   *
   * @throws SpellException of kind Validation that names what is wrong
   */
  StateSchema read(Map<String, @Nullable Object> table) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>(table);
    if (form.get("transforms") instanceof List<?> list) {
      List<@Nullable Object> named = new ArrayList<>();
      for (Object transform : list) {
        named.add(named(form, transform, named.size() + 1));
      }
      form.put("transforms", named);
    }
    return SchemaForm.read("schema", form);
  }

  /** Adds a schema that goes together with all others. */
  void add(StateSchema schema) {
    schemas.removeIf(
        known -> known.name().equals(schema.name()) && known.version().equals(schema.version()));
    schemas.add(schema);
  }

  private @Nullable Object named(
      Map<String, @Nullable Object> schema, @Nullable Object transform, int number) {
    if (!(transform instanceof Map<?, ?> map)) {
      return transform;
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    for (Map.Entry<String, @Nullable Object> entry : copy.entrySet()) {
      if (entry.getValue() instanceof ScriptCallback callback) {
        String name =
            "script:%s@%s#%d"
                .formatted(
                    schema.getOrDefault("name", StateSchema.DEFAULT_NAME),
                    schema.get("version"),
                    number);
        functions.put(
            name,
            (Map<String, @Nullable Object> values, Map<String, @Nullable Object> config) ->
                call(callback, values, config));
        entry.setValue(name);
      }
    }
    return copy;
  }

  @SuppressWarnings("unchecked") // tables arrive with text keys only
  private static Map<String, @Nullable Object> call(
      ScriptCallback callback,
      Map<String, @Nullable Object> values,
      Map<String, @Nullable Object> config) {
    Object result = callback.call(values, config);
    return switch (result) {
      case null -> Map.of();
      case Map<?, ?> map -> (Map<String, @Nullable Object>) map;
      default ->
          throw SpellException.validation(
              "transform", "it must return a table of fields, not " + FieldTypes.of(result));
    };
  }
}
