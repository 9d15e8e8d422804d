package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.migration.FieldTransform;
import org.llmspell.core.state.migration.SchemaField;
import org.llmspell.core.state.migration.StateSchema;

/** Finds what has to be done to a value that comes from one version of a schema to another. */
final class Derivation {
  private Derivation() {}

  /**
   * The transforms of the newer version, and what they leave open: fields that went are removed,
   * fields whose type is another are converted, new fields and newly required ones get their
   * default.
   *
   * @throws SpellException of kind Validation when a type can not be converted
   */
  static List<FieldTransform> of(StateSchema from, StateSchema to) {
    List<FieldTransform> all = new ArrayList<>(to.transforms());
    Set<String> written = new HashSet<>();
    Set<String> read = new HashSet<>();
    for (FieldTransform transform : to.transforms()) {
      written.addAll(transform.targets());
      read.addAll(transform.sources());
    }
    for (Map.Entry<String, SchemaField> entry : from.fields().entrySet()) {
      String name = entry.getKey();
      SchemaField after = to.fields().get(name);
      if (after == null) {
        if (!written.contains(name) && !read.contains(name)) {
          all.add(new FieldTransform.Remove(name));
        }
      } else if (!written.contains(name)) {
        conversion(to, name, entry.getValue().type(), after.type(), all);
      }
    }
    to.fields()
        .forEach((name, field) -> {
          if (field.defaultValue() != null && isNew(from.fields().get(name), field)) {
            all.add(new FieldTransform.Default(name, field.defaultValue()));
          }
        });
    return all;
  }

  private static boolean isNew(@Nullable SchemaField before, SchemaField after) {
    return before == null || after.required() && !before.required();
  }

  private static void conversion(
      StateSchema to, String name, String before, String after, List<FieldTransform> all) {
    String fromType = FieldTypes.canonical(before);
    String toType = FieldTypes.canonical(after);
    if (fromType.equals(toType) || FieldTypes.isWider(fromType, toType)) {
      return;
    }
    String converter =
        FieldTypes.converter(fromType, toType)
            .orElseThrow(() ->
                SpellException.validation(
                    name,
                    "Field '%s' of schema '%s' changes from %s to %s in version %s, and nothing converts that. Give the version a convert or custom transform for it"
                        .formatted(name, to.name(), fromType, toType, to.version())));
    all.add(new FieldTransform.Convert(name, name, fromType, toType, converter));
  }
}
