package org.llmspell.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/**
 * Random documents, good ones and damaged ones. More runs by hand with {@code
 * -Dllmspell.fuzz.runs=1000000}; a failure names its seed.
 */
@Timeout(600)
class TomlFuzzTest {
  private static final int RUNS = Integer.getInteger("llmspell.fuzz.runs", 3_000);
  private static final Path FILE = Path.of("fuzz.toml");
  private static final String ALPHABET =
      "ab_-.\"'\\[]{}=,#\n\r\t 01.:+eEnxuUTZtrue\u0000\u00e9\uD83D\uDE00\uFEFF";
  private static final List<String> SNIPPETS =
      List.of(
          "\"\"\"", "'''", "[[", "]]", "= {", "\\u00", "0x", "1979-05-27", "inf", "nan", "[a.b]");

  @Test
  void readsBackWhatWasWrittenAndKnowsWhereItIs() {
    for (long seed = 0; seed < RUNS; seed++) {
      var random = new Random(seed);
      Map<String, @Nullable Object> tree = table(random, 0);
      String text = write(tree);

      TomlFile file = TomlFile.parse(FILE, text);

      assertThat(file.values()).as("seed %d: %s", seed, text).isEqualTo(tree);
      String[] lines = text.split("\n", -1);
      Map<List<String>, Position> positions = file.positions();
      for (List<String> path : leaves(List.of(), tree)) {
        assertThat(KeyPath.parse(KeyPath.text(path))).as("seed %d", seed).isEqualTo(path);
        Position where =
            Objects.requireNonNull(
                positions.get(path), "seed %d, %s in %s".formatted(seed, path, text));
        assertThat(lines[where.line() - 1].substring(where.column() - 1))
            .as("seed %d, %s", seed, path)
            .startsWith(KeyPath.part(path.getLast()) + " = ");
        assertThat(lines[where.line() - 1].substring(where.valueColumn() - 1))
            .as("seed %d, %s", seed, path)
            .isEqualTo(Toml.write(KeyPath.find(tree, path).orElseThrow()));
      }
    }
  }

  @Test
  void refusesWhatIsDamagedInOneLineWithAPlace() {
    int refused = 0;
    for (long seed = 0; seed < RUNS; seed++) {
      var random = new Random(seed);
      String text = damaged(random, write(table(random, 0)));
      try {
        TomlFile.parse(FILE, text).positions();
      } catch (SpellException e) {
        refused++;
        assertThat(e.kind()).as("seed %d", seed).isInstanceOf(ErrorKind.Configuration.class);
        assertThat(e.message())
            .as("seed %d: %s", seed, text)
            .matches("(?s)Failed to parse config file: fuzz.toml: line \\d+, column \\d+: .*")
            .doesNotContain("com.fasterxml", "java.", "Exception")
            .hasLineCount(1);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed %d: %s".formatted(seed, text), e);
      }
    }
    assertThat(refused).as("most damage is noticed").isGreaterThan(RUNS / 4);
  }

  @Test
  void findsPlacesInAnyTextWhatever() {
    for (long seed = 0; seed < RUNS; seed++) {
      var random = new Random(seed);
      String text = noise(random, random.nextInt(300));
      int lines = text.split("\n", -1).length;

      TomlPositions.of(text)
          .forEach((path, where) -> assertThat(where.line()).as(text).isBetween(1, lines));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775807",
        "-1000000000000000000",
        "1_234_567_890_123_456_789",
        "123456789012345678901234",
      })
  void refusesANumberThatTheParserWouldGetWrong(String number) {
    for (String text :
        List.of("a = 1\nb = " + number, "a = '%1$s'\nb = [1, %1$s]".formatted(number))) {
      assertThatThrownBy(() -> TomlFile.parse(FILE, text))
          .hasMessageContaining("line 2, column ")
          .hasMessageContaining("18 digits at most");
    }
    assertThat(TomlFile.parse(FILE, "a = '%1$s' # %1$s".formatted(number)).values())
        .containsEntry("a", number);
    assertThat(TomlFile.parse(FILE, "a = 999_999_999_999_999_999").values())
        .containsEntry("a", 999_999_999_999_999_999L);
  }

  @Test
  void refusesWhatIsNestedTooDeepWithoutRunningOutOfStack() {
    for (String text :
        List.of(
            "a = " + "[".repeat(100_000),
            "a = " + "[".repeat(50_000) + "]".repeat(50_000),
            "a = " + "{b = ".repeat(50_000) + "1" + "}".repeat(50_000),
            "a" + ".a".repeat(50_000) + " = 1",
            "[a" + ".a".repeat(50_000) + "]")) {
      SpellException failure =
          catchThrowableOfType(SpellException.class, () -> TomlFile.parse(FILE, text));

      assertThat(failure).as(text.substring(0, 9)).isNotNull();
      assertThat(failure.message()).contains("line 1, column ").hasSizeLessThan(500);
    }
  }

  private static String write(Map<String, @Nullable Object> tree) {
    var text = new StringBuilder();
    section(text, List.of(), tree);
    return text.toString();
  }

  private static void section(StringBuilder text, List<String> path, Map<?, ?> table) {
    if (!path.isEmpty()) {
      text.append('[').append(KeyPath.text(path)).append("]\n");
    }
    table.forEach((name, value) -> {
      if (!(value instanceof Map<?, ?>)) {
        text.append("  ")
            .append(KeyPath.part(String.valueOf(name)))
            .append(" = ")
            .append(Toml.write(value))
            .append('\n');
      }
    });
    table.forEach((name, value) -> {
      if (value instanceof Map<?, ?> inner) {
        section(text, KeyPath.append(path, String.valueOf(name)), inner);
      }
    });
  }

  private static List<List<String>> leaves(List<String> path, Map<?, ?> table) {
    List<List<String>> leaves = new ArrayList<>();
    table.forEach((name, value) -> {
      List<String> inner = KeyPath.append(path, String.valueOf(name));
      if (value instanceof Map<?, ?> deeper) {
        leaves.addAll(leaves(inner, deeper));
      } else {
        leaves.add(inner);
      }
    });
    return leaves;
  }

  private static Map<String, @Nullable Object> table(Random random, int depth) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      boolean deeper = depth < 3 && random.nextInt(3) == 0;
      table.put(name(random), deeper ? table(random, depth + 1) : value(random, 0));
    }
    return table;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth < 2 ? 6 : 5)) {
      case 0 -> random.nextLong() % 1_000_000_000_000_000_000L;
      case 1 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
      case 2 -> random.nextBoolean();
      case 3 -> text(random);
      case 4 -> random.nextInt(2) == 0 ? Double.POSITIVE_INFINITY : (Object) 0L;
      default -> {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth + 1));
        }
        yield items;
      }
    };
  }

  private static String name(Random random) {
    return random.nextInt(4) == 0 ? text(random) : "k" + random.nextInt(20);
  }

  private static String text(Random random) {
    return noise(random, random.nextInt(12));
  }

  private static String noise(Random random, int length) {
    var text = new StringBuilder();
    int[] letters = ALPHABET.codePoints().toArray();
    for (int i = 0; i < length; i++) {
      if (random.nextInt(20) == 0) {
        text.append(SNIPPETS.get(random.nextInt(SNIPPETS.size())));
      } else {
        text.appendCodePoint(letters[random.nextInt(letters.length)]);
      }
    }
    return text.toString();
  }

  private static String damaged(Random random, String text) {
    var damaged = new StringBuilder(text);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(damaged.length() + 1);
      switch (random.nextInt(3)) {
        case 0 -> damaged.insert(at, noise(random, 1 + random.nextInt(4)));
        case 1 -> damaged.delete(at, Math.min(damaged.length(), at + 1 + random.nextInt(5)));
        default -> damaged.setLength(at);
      }
    }
    return damaged.toString();
  }
}
