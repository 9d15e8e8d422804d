package org.llmspell.state.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.llmspell.core.state.migration.FieldTransform;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.SchemaField;
import org.llmspell.core.state.migration.SchemaVersion;
import org.llmspell.core.state.migration.StateSchema;
import org.llmspell.core.state.migration.ValidationLevel;

/** Random schemas and entries; the seed is the parameter. */
class PropertyTest {
  private static final List<String> NAMES = List.of("a", "b", "c.d", "c.e", "f", "g.h.i");
  private static final List<String> TYPES =
      List.of("string", "integer", "number", "boolean", "any");

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("llmspell.property.rounds", 60));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rollbackGivesBackTheBytesAndASecondRunChangesNothing(long seed) {
    var random = new Random(seed);
    var fixture = new Fixture();
    List<StateSchema> versions = versions(random);
    versions.forEach(fixture::with);
    for (int i = 0; i < 40; i++) {
      fixture.put("k%02d".formatted(i), value(random, versions.getFirst()));
    }
    var before = fixture.entries();
    MigrationOptions options =
        MigrationOptions.DEFAULT
            .withBatchSize(1 + random.nextInt(50))
            .withValidation(
                random.nextBoolean() ? ValidationLevel.PARANOID : ValidationLevel.STRICT);
    String last = versions.getLast().version().toString();

    long migrated = fixture.migrate(last, options).itemsMigrated();
    var after = fixture.entries();

    assertThat(migrated).isEqualTo(40);
    assertThat(fixture.values().values())
        .allSatisfy(value ->
            assertThat(
                    new Shape(versions.getLast(), ValidationLevel.STRICT)
                        .check(Plain.of("value", value).map()))
                .isEmpty());
    assertThat(fixture.migrate(last, options).itemsMigrated()).isZero();
    assertThat(fixture.entries()).isEqualTo(after);
    fixture.rollback(false);
    assertThat(fixture.entries()).isEqualTo(before);
    fixture.migrate(last, options);
    assertThat(fixture.values().keySet()).isEqualTo(after.keySet());
  }

  /** Two to four versions, each with some fields changed. */
  private static List<StateSchema> versions(Random random) {
    List<StateSchema> versions = new ArrayList<>();
    Map<String, SchemaField> fields = new LinkedHashMap<>();
    NAMES.forEach(name -> {
      if (random.nextInt(4) > 0) {
        fields.put(name, SchemaField.optional(type(random)));
      }
    });
    fields.put("z", SchemaField.required("integer"));
    int count = 2 + random.nextInt(3);
    for (int minor = 0; minor < count; minor++) {
      List<FieldTransform> transforms = new ArrayList<>();
      if (minor > 0) {
        change(random, fields, transforms);
      }
      versions.add(
          StateSchema.of("default", SchemaVersion.of(1, minor, 0), fields)
              .withTransforms(transforms.toArray(new FieldTransform[0])));
    }
    return versions;
  }

  private static void change(
      Random random, Map<String, SchemaField> fields, List<FieldTransform> transforms) {
    for (String name : NAMES) {
      SchemaField field = fields.get(name);
      switch (random.nextInt(6)) {
        case 0 -> fields.remove(name);
        case 1 -> fields.put(name, text(field));
        case 2 -> {
          // A name that was given up means something else when it comes back; nobody does that.
          String fresh = "new" + fields.size() + name;
          if (!fields.containsKey(fresh)) {
            fields.put(fresh, SchemaField.required("integer").withDefault(random.nextLong()));
          }
        }
        case 3 -> {
          String other = name + "x";
          if (field != null && !fields.containsKey(other)) {
            fields.remove(name);
            fields.put(other, field);
            transforms.add(
                random.nextBoolean()
                    ? new FieldTransform.Rename(name, other)
                    : new FieldTransform.Copy(name, other, false));
          }
        }
        default -> {} // It stays.
      }
    }
  }

  /** Everything but an object can become text. */
  private static SchemaField text(@Nullable SchemaField field) {
    return field == null || field.type().equals("any")
        ? SchemaField.optional("any")
        : SchemaField.optional("string");
  }

  private static String type(Random random) {
    return TYPES.get(random.nextInt(TYPES.size()));
  }

  private static Map<String, @Nullable Object> value(Random random, StateSchema schema) {
    Map<String, @Nullable Object> value = new LinkedHashMap<>();
    schema
        .fields()
        .forEach((name, field) -> {
          if (field.required() || random.nextInt(3) > 0) {
            new FieldPath(name).set(value, simple(random, field.type()));
          }
        });
    if (random.nextBoolean()) {
      value.put("unknown", List.of("kept", random.nextInt()));
    }
    return value;
  }

  private static Object simple(Random random, String type) {
    return switch (type) {
      case "integer" -> random.nextLong();
      case "number" -> random.nextDouble();
      case "boolean" -> random.nextBoolean();
      default -> "ü".repeat(random.nextInt(400));
    };
  }
}
