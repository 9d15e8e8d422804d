package org.llmspell.state.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.migration.FieldTransform;
import org.llmspell.core.state.migration.SchemaCompatibility;
import org.llmspell.core.state.migration.SchemaField;
import org.llmspell.core.state.migration.SchemaTarget;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateSchema;
import org.llmspell.core.state.migration.ValidationLevel;
import org.llmspell.state.store.Keys;

class SchemasTest {
  private static final Map<String, SchemaField> FIELDS = Map.of("a", SchemaField.optional("any"));

  private static StateSchema schema(String version, Map<String, SchemaField> fields) {
    return StateSchema.of("s", SchemaVersion.parse(version), fields);
  }

  @Test
  void refusesAVersionThatIsThereWithOtherContent() {
    Schemas one = Schemas.NONE.plus(schema("1.0.0", FIELDS));

    assertThat(one.plus(schema("1.0.0+build", FIELDS)).all()).hasSize(1);
    assertThatThrownBy(() -> one.plus(schema("1.0.0", Map.of("b", SchemaField.optional("any")))))
        .hasMessageContaining("version 1.0.0 already exists");
  }

  @Test
  void refusesSchemasWithoutSense() {
    assertThatThrownBy(() -> Schemas.NONE.plus(schema("1.0.0", Map.of())))
        .hasMessageContaining("it has no fields");
    assertThat(Schemas.NONE.plus(schema("0.9.0", Map.of())).all()).hasSize(1);
    assertThatThrownBy(
            () -> Schemas.NONE.plus(schema("1.0.0", Map.of("", SchemaField.optional("any")))))
        .hasMessageContaining("the name of a field is empty");
    assertThatThrownBy(
            () -> Schemas.NONE.plus(schema("1.0.0", Map.of("a", SchemaField.optional(" ")))))
        .hasMessageContaining("field 'a' has no type");
    assertThatThrownBy(() ->
            Schemas.NONE.plus(
                schema("1.0.0", Map.of("a", SchemaField.optional("any").withValidators("x")))))
        .hasMessageContaining("unknown validator 'x'");
    assertThatThrownBy(() ->
            Schemas.NONE.plus(
                SchemaForm.read(
                    "s",
                    Plain.table(
                        "version", "1.0.0",
                        "fields", Map.of("a", "any"),
                        "dependencies", List.of("1.0.0")))))
        .hasMessageContaining("it depends on itself");
    assertThatThrownBy(() -> Schemas.NONE.plus(schema("512.0.0", FIELDS)))
        .hasMessageContaining("is too high");
  }

  @Test
  void findsTheSchemaThatIsMeant() {
    Schemas one = Schemas.NONE.plus(schema("1.0.0", FIELDS));
    Schemas two = one.plus(StateSchema.of("t", Fixture.V1, FIELDS));

    assertThat(one.name("")).isEqualTo("s");
    assertThatThrownBy(() -> two.name("")).hasMessageContaining("name one of: s, t");
    assertThatThrownBy(() -> two.name("u")).hasMessageContaining("Schema not found: u");
    assertThat(two.plus(StateSchema.of("default", Fixture.V1, FIELDS)).name(""))
        .isEqualTo("default");
    assertThatThrownBy(() -> Schemas.NONE.name("")).hasMessageContaining("No current schema found");
  }

  @Test
  void readsWhatItWrites() {
    StateSchema schema =
        new StateSchema(
            "s",
            SchemaVersion.parse("2.0.0-rc.1"),
            Map.of(
                "a", SchemaField.required("integer").withDefault(5L).withValidators("range:1,9")),
            List.of(
                new FieldTransform.Copy("a", "b", true),
                new FieldTransform.Rename("a", "b"),
                new FieldTransform.Default("a", List.of(1L)),
                new FieldTransform.Remove("x.y"),
                new FieldTransform.Convert("a", "b", "string", "integer", "parse_int"),
                new FieldTransform.Split("a", List.of("b", "c"), "comma_split"),
                new FieldTransform.Merge(List.of("b", "c"), "a", "sum_numbers"),
                new FieldTransform.Custom(List.of("a"), List.of("b"), "f", Map.of("k", 1L))),
            List.of(new SchemaTarget("user:*", "x:*"), SchemaTarget.ALL),
            SchemaCompatibility.BREAKING_CHANGE,
            List.of(Fixture.V1),
            List.of(Fixture.V2),
            true,
            Map.of("note", "n"));

    assertThat(SchemaForm.read("schema", SchemaForm.write(schema))).isEqualTo(schema);
  }

  @Test
  void namesThePlaceOfAnError() {
    assertThatThrownBy(
            () -> SchemaForm.read("s", Plain.table("version", "1.0", "fields", Map.of())))
        .hasMessage(
            "s.version: Invalid version '1.0': write it as major.minor.patch, for example 1.2.0");
    assertThatThrownBy(() ->
            SchemaForm.read(
                "s", Plain.table("version", "1.0.0", "fields", Map.of("a", Map.of("typ", "any")))))
        .hasMessageContaining("s.fields.a.typ is not known");
    assertThatThrownBy(() ->
            SchemaForm.read(
                "s", Plain.table("version", "1.0.0", "transforms", List.of(Map.of("type", "rot")))))
        .hasMessageContaining("s.transforms[1].type is 'rot'");
    assertThatThrownBy(() ->
            SchemaForm.read(
                "s",
                Plain.table(
                    "version",
                    "1.0.0",
                    "transforms",
                    List.of(Map.of("type", "rename", "from", "a")))))
        .hasMessageContaining("s.transforms[1].to is missing");
  }

  @Test
  void readsTheFilesOfAFolder(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("a.json"),
        """
        [{"name": "user", "version": "1.0.0", "fields": {"n": "string"}, "scope": "user:*"},
         {"name": "user", "version": "1.1.0",
          "fields": {"n": {"type": "integer", "required": true, "default": 3}}}]
        """);
    Files.writeString(
        folder.resolve("b.json"), "{\"version\": \"1.0.0\", \"fields\": {\"x\": \"any\"}}");
    Files.writeString(folder.resolve("c.txt"), "not a schema");

    Schemas schemas = SchemaFiles.read(folder);

    assertThat(schemas.names()).containsExactly("default", "user");
    assertThat(schemas.get("user", Fixture.V2).fields())
        .containsEntry("n", SchemaField.required("integer").withDefault(3L));
    Files.writeString(folder.resolve("d.json"), "{\"version\": \"1.0.0\",\n \"fields\": {]}");
    assertThatThrownBy(() -> SchemaFiles.read(folder))
        .hasMessageContaining("d.json' is no JSON: line 2, column 13");
    Files.writeString(folder.resolve("d.json"), "{\"version\": 1}");
    assertThatThrownBy(() -> SchemaFiles.read(folder))
        .hasMessageContaining("d.json' is wrong: schema.version is '1' but must be a text");
    assertThatThrownBy(() -> SchemaFiles.read(folder.resolve("none")))
        .hasMessageContaining("does not exist");
  }

  @ParameterizedTest
  @CsvSource({
    "*, *, global, k, true",
    "global, *, global, k, true",
    "Global, a:*, global, a:1, true",
    "global, a:*, global, b:1, false",
    "global, a:*, user:1, a:1, false",
    "user:*, *, user:1, k, true",
    "user:*, *, session:1, k, false",
    "user:*, x:*:z, user:a:b, x:y:z, true",
    "user:*, x:*:z, user:a:b, x:y, false",
    "us*, k, user:1, k, true",
    "team, k, custom:team, k, true",
  })
  void findsTheEntriesOfATarget(
      String scopePattern, String keyPattern, String scope, String key, boolean fits) {
    var targets = new Targets(List.of(new SchemaTarget(scopePattern, keyPattern)));
    byte[] bytes = Keys.state(StateScope.parse(scope), key);
    boolean startsRight = Keys.text(bytes).startsWith(Keys.text(targets.prefix()));

    assertThat(startsRight && targets.isTarget(bytes)).isEqualTo(fits);
  }

  @Test
  void packsVersionsInTheirOrder() {
    List<SchemaVersion> versions =
        List.of(
            SchemaVersion.parse("0.0.0"),
            SchemaVersion.parse("0.0.1"),
            SchemaVersion.parse("0.1.0"),
            SchemaVersion.parse("1.0.0-rc1"),
            SchemaVersion.parse("1.0.0"),
            SchemaVersion.parse("511.1023.1023"));

    assertThat(versions).extracting(Stamps::of).isSorted().doesNotHaveDuplicates();
    assertThat(versions).allMatch(version -> Stamps.isStamp(Stamps.of(version)));
    assertThat(Stamps.isStamp(1)).isFalse();
    assertThat(Stamps.text(Stamps.of(versions.get(3)))).isEqualTo("1.0.0-pre");
    assertThatThrownBy(
            () -> Schemas.NONE.plus(schema("1.0.0-a", FIELDS)).plus(schema("1.0.0-b", FIELDS)))
        .hasMessageContaining("no more than the numbers of a pre-release");
  }

  @Test
  void checksValidatorsWhenParanoid() {
    var shape =
        new Shape(
            schema(
                "1.0.0",
                Map.of(
                    "n", SchemaField.optional("integer").withValidators("range:1,9"),
                    "t", SchemaField.optional("string").withValidators("length:2,3", "pattern:a"),
                    "c", SchemaField.optional("string").withValidators("one_of:x"),
                    "r", SchemaField.optional("any").withValidators("not_null"))),
            ValidationLevel.PARANOID);

    assertThat(shape.check(Plain.table("n", 9L, "t", "ba", "c", "x", "r", 1L))).isEmpty();
    assertThat(shape.check(Plain.table("n", 0L, "t", "bbbb", "c", "z", "r", null)))
        .extracting(Issue::message)
        .containsExactlyInAnyOrder(
            "Field 'n' value 0 below minimum 1.0",
            "Field 't' length 4 above maximum 3",
            "Field 't' does not contain the pattern 'a'",
            "Field 'c' value 'z' is none of [x]",
            "Field 'r' cannot be null");
  }
}
