package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.migration.FieldTransform;
import org.llmspell.core.state.migration.SchemaCompatibility;
import org.llmspell.core.state.migration.SchemaField;
import org.llmspell.core.state.migration.SchemaTarget;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateSchema;

/** Schemas as plain values: in files, in scripts, and in the store while a migration runs. */
final class SchemaForm {
  private static final List<String> KEYS =
      List.of(
          "name",
          "version",
          "fields",
          "transforms",
          "scope",
          "key",
          "key_pattern",
          "targets",
          "compatibility",
          "migration_path",
          "dependencies",
          "current",
          "metadata",
          "description");
  private static final List<String> FIELD_KEYS =
      List.of("type", "field_type", "required", "default", "default_value", "validators");

  private SchemaForm() {}

  /**
   * Reads a schema.
   *
   * @param where what it is called in messages, for example the file
   * @throws SpellException of kind Validation that names the place
   */
  static StateSchema read(String where, @Nullable Object value) {
    Plain form = Plain.of(where, value);
    form.allow(KEYS);
    Map<String, SchemaField> fields = new LinkedHashMap<>();
    Plain list = form.section("fields");
    for (String name : list.map().keySet()) {
      fields.put(name, field(list, name));
    }
    List<FieldTransform> transforms = new ArrayList<>();
    int number = 0;
    for (Object transform : form.list("transforms")) {
      transforms.add(
          TransformForm.read("%s[%d]".formatted(form.at("transforms"), ++number), transform));
    }
    return new StateSchema(
        form.text("name", StateSchema.DEFAULT_NAME),
        version(form, "version", form.text("version")),
        fields,
        transforms,
        targets(form),
        compatibility(form),
        form.texts("migration_path").stream().map(t -> version(form, "migration_path", t)).toList(),
        form.texts("dependencies").stream().map(t -> version(form, "dependencies", t)).toList(),
        form.flag("current", false),
        metadata(form));
  }

  private static SchemaVersion version(Plain form, String key, String text) {
    try {
      return SchemaVersion.parse(text);
    } catch (SpellException e) {
      throw SpellException.validation(form.at(key), form.at(key) + ": " + e.message());
    }
  }

  private static SchemaField field(Plain fields, String name) {
    if (fields.get(name) instanceof String type) {
      return SchemaField.optional(type);
    }
    Plain form = fields.section(name);
    form.allow(FIELD_KEYS);
    return new SchemaField(
        form.text(form.any("type", "field_type")),
        form.flag("required", false),
        form.get(form.any("default", "default_value")),
        form.texts("validators"));
  }

  private static List<SchemaTarget> targets(Plain form) {
    List<SchemaTarget> targets = new ArrayList<>();
    if (form.has("scope") || form.has("key") || form.has("key_pattern")) {
      targets.add(target(form));
    }
    int number = 0;
    for (Object item : form.list("targets")) {
      Plain target = Plain.of("%s[%d]".formatted(form.at("targets"), ++number), item);
      target.allow(List.of("scope", "key", "key_pattern"));
      targets.add(target(target));
    }
    return targets;
  }

  private static SchemaTarget target(Plain form) {
    return new SchemaTarget(
        form.text("scope", "*"), form.text(form.any("key", "key_pattern"), "*"));
  }

  private static SchemaCompatibility compatibility(Plain form) {
    String text = form.text("compatibility", "backward_compatible");
    for (SchemaCompatibility value : SchemaCompatibility.values()) {
      if (value.text().replace("_", "").equals(text.replace("_", "").toLowerCase(Locale.ROOT))) {
        return value;
      }
    }
    throw SpellException.validation(
        form.at("compatibility"),
        "%s is '%s' but must be backward_compatible, forward_compatible or breaking_change"
            .formatted(form.at("compatibility"), text));
  }

  private static Map<String, String> metadata(Plain form) {
    Map<String, String> metadata = new LinkedHashMap<>();
    form.section("metadata").map().forEach((key, text) -> metadata.put(key, String.valueOf(text)));
    if (form.has("description")) {
      metadata.put("description", form.text("description"));
    }
    return metadata;
  }

  /** The plain form, which {@link #read} reads. */
  static Map<String, @Nullable Object> write(StateSchema schema) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    schema
        .fields()
        .forEach((name, field) ->
            fields.put(
                name,
                Plain.table(
                    "type", field.type(),
                    "required", field.required(),
                    "default", field.defaultValue(),
                    "validators", field.validators())));
    return Plain.table(
        "name", schema.name(),
        "version", schema.version().toString(),
        "fields", fields,
        "transforms", schema.transforms().stream().map(TransformForm::write).toList(),
        "targets",
            schema.targets().stream()
                .map(target -> Plain.table("scope", target.scope(), "key", target.key()))
                .toList(),
        "compatibility", schema.compatibility().text(),
        "migration_path", texts(schema.migrationPath()),
        "dependencies", texts(schema.dependencies()),
        "current", schema.current(),
        "metadata", new LinkedHashMap<>(schema.metadata()));
  }

  static List<String> texts(Iterable<SchemaVersion> versions) {
    List<String> texts = new ArrayList<>();
    versions.forEach(version -> texts.add(version.toString()));
    return texts;
  }
}
