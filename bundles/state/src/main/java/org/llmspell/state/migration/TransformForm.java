package org.llmspell.state.migration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.migration.FieldTransform;

/** Transforms as plain values, for example {@code {type = "rename", from = "a", to = "b"}}. */
final class TransformForm {
  private TransformForm() {}

  /**
   * Reads a transform.
   *
   * @param where the place, for messages
   * @throws SpellException of kind Validation that names the place
   */
  static FieldTransform read(String where, @Nullable Object value) {
    Plain form = Plain.of(where, value);
    String type = form.text(form.any("type", "op"));
    FieldTransform transform =
        switch (type) {
          case "copy", "move" -> new FieldTransform.Copy(from(form), to(form), keeps(form));
          case "rename" -> new FieldTransform.Rename(from(form), to(form));
          case "default", "add" ->
              new FieldTransform.Default(
                  form.text(form.any("field", "to")), form.get(form.any("value", "default")));
          case "remove" -> new FieldTransform.Remove(form.text(form.any("field", "from")));
          case "convert" -> convert(form);
          case "split" ->
              new FieldTransform.Split(
                  from(form),
                  some(form, form.any("to", "to_fields")),
                  form.text("splitter", "comma_split"));
          case "merge" ->
              new FieldTransform.Merge(
                  some(form, form.any("from", "from_fields")),
                  form.text(form.any("to", "to_field", "field")),
                  form.text("merger", "concat_strings"));
          case "custom" -> custom(form);
          default ->
              throw SpellException.validation(
                  form.at("type"),
                  "%s is '%s' but must be copy, rename, default, remove, convert, split, merge or custom"
                      .formatted(form.at("type"), type));
        };
    check(where, transform);
    return transform;
  }

  private static String from(Plain form) {
    return form.text(form.any("from", "from_field", "field"));
  }

  private static String to(Plain form) {
    return form.text(form.any("to", "to_field", "field"));
  }

  private static boolean keeps(Plain form) {
    return form.flag("keep", false);
  }

  @SuppressWarnings("NullAway") // It does not see that the map of a record may have null values.
  private static FieldTransform custom(Plain form) {
    return new FieldTransform.Custom(
        some(form, form.any("from", "from_fields")),
        some(form, form.any("to", "to_fields")),
        form.text(form.any("transformer", "transform", "function")),
        form.section("config").map());
  }

  private static FieldTransform convert(Plain form) {
    String fromType = form.text("from_type", "any");
    String toType = form.text("to_type", form.has("converter") ? "any" : "");
    String converter =
        form.has("converter")
            ? form.text("converter")
            : FieldTypes.converter(fromType, toType)
                .orElseThrow(() ->
                    SpellException.validation(
                        form.at("to_type"),
                        "%s: nothing converts from %s to %s; name a converter: parse_int, parse_float, parse_bool or to_string"
                            .formatted(form.at("to_type"), fromType, toType)));
    return new FieldTransform.Convert(from(form), to(form), fromType, toType, converter);
  }

  private static List<String> some(Plain form, String key) {
    List<String> names = form.texts(key);
    if (names.isEmpty()) {
      throw SpellException.validation(
          form.at(key), "%s is missing; it must be a list of fields".formatted(form.at(key)));
    }
    return names;
  }

  private static void check(String where, FieldTransform transform) {
    List<List<String>> names = List.of(transform.sources(), transform.targets());
    for (List<String> list : names) {
      for (String name : list) {
        if (FieldPath.isBad(name)) {
          throw SpellException.validation(
              where, "%s: '%s' is no name of a field".formatted(where, name));
        }
      }
    }
    // Unknown converters, splitters and mergers are found here and not only when they are used.
    Operation.of(transform, name -> (values, config) -> Map.of());
  }

  /** The plain form, which {@link #read} reads. */
  static Map<String, @Nullable Object> write(FieldTransform transform) {
    return switch (transform) {
      case FieldTransform.Copy(var from, var to, var keep) ->
          Plain.table("type", "copy", "from", from, "to", to, "keep", keep);
      case FieldTransform.Rename(var from, var to) ->
          Plain.table("type", "rename", "from", from, "to", to);
      case FieldTransform.Default(var field, var value) ->
          Plain.table("type", "default", "field", field, "value", value);
      case FieldTransform.Remove(var field) -> Plain.table("type", "remove", "field", field);
      case FieldTransform.Convert(var from, var to, var fromType, var toType, var converter) ->
          Plain.table(
              "type", "convert",
              "from", from,
              "to", to,
              "from_type", fromType,
              "to_type", toType,
              "converter", converter);
      case FieldTransform.Split(var from, var to, var splitter) ->
          Plain.table("type", "split", "from", from, "to", to, "splitter", splitter);
      case FieldTransform.Merge(var from, var to, var merger) ->
          Plain.table("type", "merge", "from", from, "to", to, "merger", merger);
      case FieldTransform.Custom(var from, var to, var transformer, var config) ->
          Plain.table(
              "type", "custom",
              "from", from,
              "to", to,
              "transformer", transformer,
              "config", config);
    };
  }
}
