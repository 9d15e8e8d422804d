package org.llmspell.core.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/** Random schemas and random values, good and bad. Each run prints its seed as its name. */
class SchemaPropertyTest {
  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "description",
          "enum",
          "minimum",
          "maximum",
          "default",
          "items",
          "properties",
          "required",
          "additionalProperties",
          "multipleOf");

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void acceptsWhatFitsAndNamesWhatDoesNot(long seed) {
    var random = new Random(seed);
    ToolSchema schema = schema(random);
    Map<String, @Nullable Object> good = values(random, schema);

    schema.validate(good);

    Map<String, @Nullable Object> unknown = new LinkedHashMap<>(good);
    unknown.put("zz", 1L);
    if (schema.additional()) {
      schema.validate(unknown);
    } else {
      assertRefused(schema, unknown, "zz");
    }
    for (ToolParameter parameter : schema.parameters()) {
      Map<String, @Nullable Object> missing = new LinkedHashMap<>(good);
      missing.remove(parameter.name());
      parameter.aliases().forEach(missing::remove);
      if (parameter.required()) {
        assertRefused(schema, missing, parameter.name());
      } else {
        schema.validate(missing);
      }
      Map<String, @Nullable Object> wrong = new LinkedHashMap<>(missing);
      wrong.put(parameter.name(), wrongValue(parameter));
      if (parameter.type() != ParameterType.ANY) {
        assertRefused(schema, wrong, parameter.name());
      }
    }
  }

  private static void assertRefused(
      ToolSchema schema, Map<String, @Nullable Object> values, String parameter) {
    SpellException refusal =
        catchThrowableOfType(SpellException.class, () -> schema.validate(values));
    assertThat(refusal).as("%s for %s", schema, values).isNotNull();
    assertThat(refusal.kind()).isEqualTo(new ErrorKind.Validation(parameter));
    assertThat(refusal.message()).contains(parameter);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everySchemaIsAJsonSchemaObject(long seed) {
    ToolSchema schema = schema(new Random(seed));

    Map<String, @Nullable Object> json = schema.toJsonSchema();

    assertThat(json.get("type")).isEqualTo("object");
    assertThat(json.get("additionalProperties")).isEqualTo(schema.additional());
    List<String> names = schema.parameters().stream().map(ToolParameter::name).toList();
    assertThat(object(json.get("properties")).keySet()).containsExactlyElementsOf(names);
    assertThat(json.get("required"))
        .isEqualTo(
            schema.parameters().stream()
                .filter(ToolParameter::required)
                .map(ToolParameter::name)
                .toList());
    object(json.get("properties")).values().forEach(SchemaPropertyTest::assertJsonSchema);
  }

  static void assertJsonSchema(@Nullable Object schema) {
    Map<String, @Nullable Object> members = object(schema);
    assertThat(KEYWORDS).containsAll(members.keySet());
    if (members.containsKey("type")) {
      assertThat(members.get("type"))
          .isIn("string", "number", "boolean", "array", "object", "null");
    }
    if (members.containsKey("enum")) {
      assertThat((List<?>) members.get("enum")).isNotEmpty().doesNotHaveDuplicates();
    }
    if (members.containsKey("items")) {
      assertJsonSchema(members.get("items"));
    }
    if (members.containsKey("properties")) {
      object(members.get("properties")).values().forEach(SchemaPropertyTest::assertJsonSchema);
    }
  }

  @SuppressWarnings("unchecked") // schemas have text keys
  static Map<String, @Nullable Object> object(@Nullable Object value) {
    assertThat(value).isInstanceOf(Map.class);
    return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
  }

  private static ToolSchema schema(Random random) {
    List<ToolParameter> parameters =
        IntStream.range(0, random.nextInt(7)).mapToObj(i -> parameter(random, i)).toList();
    return new ToolSchema("t", "", parameters, random.nextInt(4) == 0, null);
  }

  private static ToolParameter parameter(Random random, int index) {
    ParameterType[] types = {
      ParameterType.STRING,
      ParameterType.NUMBER,
      ParameterType.BOOLEAN,
      ParameterType.ARRAY,
      ParameterType.OBJECT,
      ParameterType.ANY
    };
    ParameterType type = types[random.nextInt(types.length)];
    boolean limited = random.nextBoolean();
    return new ToolParameter(
        "p" + index,
        type,
        "d",
        random.nextBoolean(),
        null,
        type == ParameterType.STRING && limited ? List.of("a", "b") : List.of(),
        type == ParameterType.NUMBER && limited ? -5.0 : null,
        type == ParameterType.NUMBER && limited ? 5.0 : null,
        random.nextBoolean() ? List.of("alias" + index) : List.of());
  }

  private static Map<String, @Nullable Object> values(Random random, ToolSchema schema) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (ToolParameter parameter : schema.parameters()) {
      if (parameter.required() || random.nextBoolean()) {
        boolean byAlias = !parameter.aliases().isEmpty() && random.nextBoolean();
        values.put(
            byAlias ? parameter.aliases().getFirst() : parameter.name(), value(random, parameter));
      }
    }
    return values;
  }

  private static Object value(Random random, ToolParameter parameter) {
    return switch (parameter.type()) {
      case STRING -> random.nextBoolean() ? "a" : "b";
      case NUMBER -> random.nextBoolean() ? (Object) (long) (random.nextInt(11) - 5) : 4.5;
      case BOOLEAN -> random.nextBoolean();
      case ARRAY -> random.nextBoolean() ? List.of(1L) : Map.of();
      default -> Map.of("k", "v");
    };
  }

  private static Object wrongValue(ToolParameter parameter) {
    return switch (parameter.type()) {
      case STRING -> parameter.allowed().isEmpty() ? (Object) 1L : "c";
      case NUMBER -> parameter.min() == null ? (Object) "1" : Double.NaN;
      case BOOLEAN -> "true";
      case ARRAY -> Map.of("k", "v");
      default -> List.of();
    };
  }

  enum Colour {
    RED,
    DARK_BLUE
  }

  record Point(double x, @Default("0") int y) {}

  record Everything(
      String text,
      List<Integer> numbers,
      List<Colour> colours,
      List<Point> points,
      Map<String, Long> counts,
      List<List<String>> table,
      Point origin) {}

  private final RecordBinding<Everything> binding = RecordBinding.of(Everything.class, "all");

  private static Map<String, @Nullable Object> everything() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("text", "a");
    values.put("numbers", List.of(1L, 2.0));
    values.put("colours", List.of("red", "dark_blue"));
    values.put("points", List.of(Map.of("x", 1L), Map.of("x", 2L, "y", 3L)));
    values.put("counts", Map.of("n", 4.0));
    values.put("table", List.of(List.of("c"), Map.of()));
    values.put("origin", Map.of("x", 0L));
    return values;
  }

  @Test
  void bindsListsAndRecordsAllTheWayDown() {
    assertThat(binding.bind(everything()))
        .isEqualTo(
            new Everything(
                "a",
                List.of(1, 2),
                List.of(Colour.RED, Colour.DARK_BLUE),
                List.of(new Point(1, 0), new Point(2, 3)),
                Map.of("n", 4L),
                List.of(List.of("c"), List.of()),
                new Point(0, 0)));
  }

  @Test
  void describesListsAndRecordsAllTheWayDown() {
    Map<String, @Nullable Object> json = binding.schema().toJsonSchema();

    Map<String, @Nullable Object> properties = object(json.get("properties"));
    properties.values().forEach(SchemaPropertyTest::assertJsonSchema);
    assertThat(object(properties.get("numbers")).get("items"))
        .isEqualTo(Map.of("type", "number", "multipleOf", 1L));
    assertThat(object(object(properties.get("colours")).get("items")).get("enum"))
        .isEqualTo(List.of("red", "dark_blue"));
    assertThat(object(object(properties.get("points")).get("items")).get("required"))
        .isEqualTo(List.of("x"));
  }

  record Wrong(String path, Object value, String message) {}

  static List<Wrong> wrongs() {
    List<Wrong> wrongs = new ArrayList<>();
    wrongs.add(
        new Wrong(
            "numbers",
            List.of(1L, "2"),
            "Invalid type for parameter 'numbers[2]': expected Number"));
    wrongs.add(
        new Wrong(
            "numbers",
            List.of(0.5),
            "Parameter 'numbers[1]' is 0.5 but must be a whole number within -2147483648..2147483647"));
    wrongs.add(
        new Wrong(
            "colours",
            List.of("green"),
            "Invalid colours[1]: 'green'. Allowed values: red, dark_blue"));
    wrongs.add(new Wrong("points", List.of(Map.of()), "Missing required parameter: points[1].x"));
    wrongs.add(
        new Wrong(
            "points",
            List.of(Map.of("x", "1")),
            "Invalid type for parameter 'points[1].x': expected Number"));
    wrongs.add(
        new Wrong(
            "counts", Map.of("n", true), "Invalid type for parameter 'counts.n': expected Number"));
    wrongs.add(
        new Wrong(
            "counts",
            Map.of("n", 0x1p63),
            "Parameter 'counts.n' is 9.223372036854776E18 but must be"));
    wrongs.add(
        new Wrong(
            "table",
            List.of(List.of(1L)),
            "Invalid type for parameter 'table[1][1]': expected String"));
    wrongs.add(new Wrong("origin", Map.of("x", 1L, "z", 1L), "Unknown parameter 'origin.z'"));
    return wrongs;
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void namesThePathOfWhatDoesNotFit(Wrong wrong) {
    Map<String, @Nullable Object> values = everything();
    values.put(wrong.path(), wrong.value());

    assertThatThrownBy(() -> binding.bind(values))
        .isInstanceOf(SpellException.class)
        .hasMessageStartingWith(wrong.message());
  }

  record BadDefault(@Default("11") @Range(max = 10) int n) {}

  record NoNumber(@Default("ten") int n) {}

  record NoChoice(@Default("pink") Colour colour) {}

  record NoType(Thread thread) {}

  record NoSixteenBits(short n) {}

  @ParameterizedTest
  @ValueSource(
      classes = {
        BadDefault.class,
        NoNumber.class,
        NoChoice.class,
        NoType.class,
        NoSixteenBits.class
      })
  void refusesARecordThatContradictsItself(Class<? extends Record> type) {
    assertThatThrownBy(() -> RecordBinding.of(type, "t"))
        .isInstanceOf(SpellException.class)
        .extracting(e -> ((SpellException) e).kind())
        .isEqualTo(new ErrorKind.Component());
  }
}
