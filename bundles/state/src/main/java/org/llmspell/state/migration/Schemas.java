package org.llmspell.state.migration;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.migration.SchemaField;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateSchema;

/** A set of schemas by name and version. Immutable: adding one gives another set. */
final class Schemas {
  static final Schemas NONE = new Schemas(Collections.emptyNavigableMap());

  private final NavigableMap<String, NavigableMap<SchemaVersion, StateSchema>> byName;

  private Schemas(NavigableMap<String, NavigableMap<SchemaVersion, StateSchema>> byName) {
    this.byName = byName;
  }

  /**
   * This set and one more schema. One that is there already, with the same content, is no error.
   *
   * @throws SpellException of kind Validation when it breaks a rule
   */
  Schemas plus(StateSchema schema) {
    check(schema);
    NavigableMap<SchemaVersion, StateSchema> versions =
        new TreeMap<>(byName.getOrDefault(schema.name(), Collections.emptyNavigableMap()));
    StateSchema known = versions.get(schema.version());
    if (known != null) {
      if (known.hash().equals(schema.hash())) {
        return this;
      }
      throw wrong(schema, "version %s already exists".formatted(known.version()), "Raise it");
    }
    for (SchemaVersion version : versions.keySet()) {
      if (Stamps.of(version) == Stamps.of(schema.version())) {
        throw wrong(
            schema,
            "version %s already exists, and entries keep no more than the numbers of a pre-release"
                .formatted(version),
            "Raise a number");
      }
    }
    versions.put(schema.version(), schema);
    NavigableMap<String, NavigableMap<SchemaVersion, StateSchema>> all = new TreeMap<>(byName);
    all.put(schema.name(), Collections.unmodifiableNavigableMap(versions));
    return new Schemas(all);
  }

  private static void check(StateSchema schema) {
    if (schema.name().isBlank()) {
      throw SpellException.validation("name", "A schema needs a name");
    }
    Stamps.check(schema.version());
    if (schema.fields().isEmpty() && schema.version().major() > 0) {
      throw wrong(schema, "it has no fields", "Only versions below 1.0.0 may have none");
    }
    if (schema.dependencies().contains(schema.version())) {
      throw wrong(schema, "it depends on itself", "Take its version out of 'dependencies'");
    }
    schema.fields().forEach((name, field) -> check(schema, name, field));
  }

  private static void check(StateSchema schema, String name, SchemaField field) {
    if (FieldPath.isBad(name)) {
      throw wrong(
          schema, "the name of a field is empty: '%s'".formatted(name), "Give each field a name");
    }
    if (field.type().isBlank()) {
      throw wrong(schema, "field '%s' has no type".formatted(name), "Name one, for example string");
    }
    field.validators().forEach(rule -> FieldRule.parse(name, rule));
  }

  private static SpellException wrong(StateSchema schema, String why, String remedy) {
    return SpellException.validation(
        "schema",
        "Schema '%s' %s can not be registered: %s. %s"
            .formatted(schema.name(), schema.version(), why, remedy));
  }

  /** All schemas, by name and version. */
  List<StateSchema> all() {
    return byName.values().stream().map(NavigableMap::values).flatMap(Collection::stream).toList();
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  /** The names of schemas. */
  Collection<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /**
   * The name of a schema, or of the only one when none is named.
   *
   * @throws SpellException of kind Validation when there is none
   */
  String name(String asked) {
    if (!asked.isEmpty() && byName.containsKey(asked)) {
      return asked;
    }
    if (asked.isEmpty() && byName.containsKey(StateSchema.DEFAULT_NAME)) {
      return StateSchema.DEFAULT_NAME;
    }
    if (asked.isEmpty() && byName.size() == 1) {
      return byName.firstKey();
    }
    if (byName.isEmpty()) {
      throw SpellException.validation(
          "schema",
          "No current schema found. Register one with State.register_schema or in schema_directory");
    }
    throw SpellException.validation(
        "schema",
        asked.isEmpty()
            ? "There are several schemas; name one of: " + String.join(", ", byName.keySet())
            : "Schema not found: %s. There are: %s"
                .formatted(asked, String.join(", ", byName.keySet())));
  }

  /** The versions of a schema, oldest first; none when there is no such schema. */
  NavigableMap<SchemaVersion, StateSchema> versions(String name) {
    return byName.getOrDefault(name, Collections.emptyNavigableMap());
  }

  /**
   * One version of a schema.
   *
   * @throws SpellException of kind Validation when there is none
   */
  StateSchema get(String name, SchemaVersion version) {
    NavigableMap<SchemaVersion, StateSchema> versions = versions(name);
    StateSchema schema = versions.get(version);
    if (schema == null) {
      throw SpellException.validation(
          "version",
          "Schema not found: %s. Schema '%s' has the versions %s"
              .formatted(version, name, versions.keySet()));
    }
    return schema;
  }

  /** The version that entries have while nobody knows: the one that says so, or the oldest. */
  SchemaVersion initial(String name) {
    NavigableMap<SchemaVersion, StateSchema> versions = versions(name);
    return versions.values().stream()
        .filter(StateSchema::current)
        .map(StateSchema::version)
        .reduce((a, b) -> b)
        .orElseGet(versions::firstKey);
  }

  /** How many majors there are. */
  long majors() {
    return all().stream().map(schema -> schema.version().major()).distinct().count();
  }
}
