package org.llmspell.state.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.llmspell.core.state.migration.FieldTransform;
import org.llmspell.core.state.migration.FieldTransform.Convert;
import org.llmspell.core.state.migration.FieldTransform.Copy;
import org.llmspell.core.state.migration.FieldTransform.Custom;
import org.llmspell.core.state.migration.FieldTransform.Default;
import org.llmspell.core.state.migration.FieldTransform.Merge;
import org.llmspell.core.state.migration.FieldTransform.Remove;
import org.llmspell.core.state.migration.FieldTransform.Rename;
import org.llmspell.core.state.migration.FieldTransform.Split;
import org.llmspell.core.state.migration.MigrationPlan;
import org.llmspell.core.state.migration.SchemaField;
import org.llmspell.core.state.migration.StateSchema;

class TransformTest {

  private static Map<String, @Nullable Object> apply(
      Map<String, @Nullable Object> value, FieldTransform... transforms) {
    Map<String, SchemaField> fields = Map.of("x", SchemaField.optional("any"));
    Schemas schemas =
        Schemas.NONE
            .plus(StateSchema.of("s", Fixture.V1, fields))
            .plus(StateSchema.of("s", Fixture.V2, fields).withTransforms(transforms));
    MigrationPlan plan = new Planner(schemas, "s").plan(Fixture.V1, Fixture.V2);
    var functions =
        Functions.of(
            Map.of(
                "twice", (values, config) -> Map.of("b", "" + values.get("a") + values.get("a")),
                "broken",
                    (values, config) -> {
                      throw new IllegalStateException("no luck");
                    }));
    Map<String, @Nullable Object> original = new LinkedHashMap<>(value);
    Map<String, @Nullable Object> result = new Steps(plan, functions).apply(value);
    assertThat(value).isEqualTo(original);
    return result;
  }

  @Test
  void copyMovesAndCopiesOnlyWhenItIsToKeep() {
    assertThat(apply(Plain.table("a", 1L), new Copy("a", "b", false))).isEqualTo(Map.of("b", 1L));
    assertThat(apply(Plain.table("a", 1L), new Copy("a", "b", true)))
        .isEqualTo(Map.of("a", 1L, "b", 1L));
    assertThat(apply(Plain.table("a", 1L), new Copy("a", "a", false))).isEqualTo(Map.of("a", 1L));
    assertThat(apply(Plain.table("c", 1L), new Copy("a", "b", false))).isEqualTo(Map.of("c", 1L));
  }

  @Test
  void renameRefusesToOverwrite() {
    assertThat(apply(Plain.table("a", null), new Rename("a", "b")))
        .isEqualTo(Plain.table("b", null));
    assertThatThrownBy(() -> apply(Plain.table("a", 1L, "b", 2L), new Rename("a", "b")))
        .hasMessage("Field 'a' can not be renamed to 'b': there is such a field already");
  }

  @Test
  void twoRenamesSwapFieldsBecauseAllReadTheOriginal() {
    assertThat(apply(Plain.table("a", 1L, "b", 2L), new Rename("a", "b"), new Rename("b", "a")))
        .isEqualTo(Map.of("a", 2L, "b", 1L));
  }

  @Test
  void defaultSetsOnlyWhatIsAbsent() {
    assertThat(apply(Plain.table("a", null), new Default("a", 1L), new Default("b", 2L)))
        .isEqualTo(Plain.table("a", null, "b", 2L));
  }

  @Test
  void removeRemoves() {
    assertThat(apply(Plain.table("a", 1L, "b", 2L), new Remove("a"), new Remove("c")))
        .isEqualTo(Map.of("b", 2L));
  }

  @Test
  void nestedFieldsAreReachedByDots() {
    Map<String, @Nullable Object> value =
        Plain.table("address", Plain.table("town", "Ulm", "zip", "89073"), "n", 1L);

    assertThat(
            apply(
                value,
                new Rename("address.town", "address.city"),
                new Default("address.country", "DE"),
                new Copy("n", "meta.count.n", false),
                new Remove("address.zip")))
        .isEqualTo(
            Map.of(
                "address", Map.of("city", "Ulm", "country", "DE"),
                "meta", Map.of("count", Map.of("n", 1L))));
    assertThatThrownBy(() -> apply(value, new Default("n.x", 1L)))
        .hasMessage("Field 'n.x' can not be written: 'n' is integer, not an object");
  }

  @Test
  void convertsBetweenTypes() {
    assertThat(convert("42", "parse_int")).isEqualTo(42L);
    assertThat(convert(" 42.0 ", "parse_int")).isEqualTo(42L);
    assertThat(convert(3.0, "parse_int")).isEqualTo(3L);
    assertThat(convert("1.5", "parse_float")).isEqualTo(1.5);
    assertThat(convert(2L, "parse_float")).isEqualTo(2.0);
    assertThat(convert("yes", "parse_bool")).isEqualTo(true);
    assertThat(convert(0L, "parse_bool")).isEqualTo(false);
    assertThat(convert(7L, "to_string")).isEqualTo("7");
    assertThat(convert(null, "parse_int")).isNull();
  }

  @Test
  void refusesWhatCanNotBeConverted() {
    for (Object value : List.of("x", "3.5", 3.5, true, Map.of("a", 1L), "1e30")) {
      assertThatThrownBy(() -> convert(value, "parse_int"))
          .hasMessageContaining("Field 'a' can not be converted from");
    }
    assertThatThrownBy(() -> convert("NaN", "parse_float")).hasMessageContaining("NaN");
    assertThatThrownBy(() -> convert("1", "parse_hex")).hasMessageContaining("parse_hex");
  }

  private static @Nullable Object convert(@Nullable Object value, String converter) {
    return apply(Plain.table("a", value), new Convert("a", "b", "any", "any", converter)).get("b");
  }

  @Test
  void splitsAndTheLastFieldTakesWhatIsLeft() {
    assertThat(
            apply(
                Plain.table("name", "Lovelace, Ada, King"),
                new Split("name", List.of("last", "first"), "comma_split")))
        .isEqualTo(Map.of("last", "Lovelace", "first", "Ada, King"));
    assertThat(
            apply(
                Plain.table("name", "Ada"), new Split("name", List.of("name", "b"), "space_split")))
        .isEqualTo(Map.of("name", "Ada"));
    assertThatThrownBy(
            () -> apply(Plain.table("a", 1L), new Split("a", List.of("b"), "comma_split")))
        .hasMessageContaining("it is integer, not string");
  }

  @Test
  void merges() {
    Map<String, @Nullable Object> value = Plain.table("a", null, "b", 2L, "c", 3.5);
    List<String> all = List.of("a", "b", "c");

    assertThat(apply(value, new Merge(all, "d", "concat_strings"))).isEqualTo(Map.of("d", "2 3.5"));
    assertThat(apply(value, new Merge(all, "d", "sum_numbers"))).isEqualTo(Map.of("d", 5.5));
    assertThat(apply(value, new Merge(all, "b", "first_non_null"))).isEqualTo(Map.of("b", 2L));
    assertThat(
            apply(Plain.table("a", 1L, "b", 2L), new Merge(List.of("a", "b"), "a", "sum_numbers")))
        .isEqualTo(Map.of("a", 3L));
    assertThatThrownBy(() -> apply(Plain.table("a", "x"), new Merge(all, "d", "sum_numbers")))
        .hasMessageContaining("one is string");
  }

  @Test
  void callsNamedFunctions() {
    assertThat(
            apply(
                Plain.table("a", "x", "c", 1L),
                new Custom(List.of("a"), List.of("b", "z"), "twice", Map.of())))
        .isEqualTo(Map.of("b", "xx", "c", 1L));
    assertThatThrownBy(() ->
            apply(
                Plain.table("a", "x"), new Custom(List.of("a"), List.of("b"), "broken", Map.of())))
        .hasMessage("Transformer 'broken' for [b] failed: no luck");
    assertThatThrownBy(
            () -> apply(Plain.table(), new Custom(List.of("a"), List.of("b"), "none", Map.of())))
        .hasMessageContaining("There is no transformer 'none'");
  }
}
