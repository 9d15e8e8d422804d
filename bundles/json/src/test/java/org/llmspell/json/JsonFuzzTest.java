package org.llmspell.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** JSON that comes back as it was, and texts that are none: read, or refused in one sentence. */
@Tag("security")
class JsonFuzzTest {

  /** How many attempts; {@code -Dllmspell.fuzz=1000000} for a long run. */
  private static final int ATTEMPTS = Integer.getInteger("llmspell.fuzz", 20_000);

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\u",
          "\\uD83D",
          "\\u0000",
          "true",
          "false",
          "nul",
          "null",
          "NaN",
          "-",
          "0",
          "01",
          "1e999",
          "1E-999",
          "99999999999999999999",
          "1.5",
          ".5",
          "\"a\"",
          "\"\\n\"",
          "'a'",
          "/*",
          "//",
          " ",
          "\n",
          "\uFEFF",
          "\0",
          "\uD800",
          "[[[[",
          "{\"a\":",
          "x");

  /** Each build tries the same; {@code -Dllmspell.seed=N} tries others. */
  private static final long SEED = Long.getLong("llmspell.seed", 20_261_129);

  private final Random random = new Random(SEED);

  @Test
  void readsOrRefusesWhateverItIsGiven() {
    int read = 0;
    for (int i = 0; i < ATTEMPTS; i++) {
      String text = random.nextBoolean() ? soup() : broken(PlainJson.compact(value(0)));
      String what = "seed %d, attempt %d: %s".formatted(SEED, i, text);
      try {
        Object value = PlainJson.parse(text, "it", IllegalArgumentException::new);
        assertThat(PlainJson.parse(PlainJson.compact(value), "it", IllegalArgumentException::new))
            .as(what)
            .isEqualTo(finite(value));
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage())
            .as(what)
            .startsWith("it ")
            .doesNotContain("java.", "com.fasterxml", "Exception", "\n");
      }
    }

    assertThat(read).isPositive();
  }

  @Test
  void givesBackWhatItHasWritten() {
    for (int i = 0; i < ATTEMPTS / 4; i++) {
      Object value = value(0);

      assertThat(PlainJson.parse(PlainJson.compact(value), "it", IllegalArgumentException::new))
          .as("seed %d, attempt %d", SEED, i)
          .isEqualTo(value);
      assertThat(PlainJson.parse(PlainJson.pretty(value), "it", IllegalArgumentException::new))
          .isEqualTo(value);
    }
  }

  @Test
  void refusesWhatIsNestedTooDeeply() {
    for (String open : List.of("[", "{\"a\":", "[{\"a\":")) {
      try {
        PlainJson.parse(open.repeat(100_000), "it", IllegalArgumentException::new);
        throw new AssertionError("read " + open);
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).contains("epth");
      }
    }
  }

  private String soup() {
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private String broken(String json) {
    var text = new StringBuilder(json);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 1 -> text.setLength(at);
        default -> text.replace(at, Math.min(text.length(), at + 2), "");
      }
    }
    return text.toString();
  }

  private @Nullable Object value(int depth) {
    return switch (random.nextInt(depth > 4 ? 5 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
      case 4 -> text();
      case 5 -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(depth + 1));
        }
        yield list;
      }
      default -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(text(), value(depth + 1));
        }
        yield map;
      }
    };
  }

  private String text() {
    return random
        .ints(random.nextInt(10), 0, 0x11000)
        .filter(point -> point < 0xD800 || point > 0xDFFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** What is not finite is written as null. */
  private static @Nullable Object finite(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Double number when !Double.isFinite(number) -> null;
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(item -> copy.add(finite(item)));
        yield copy;
      }
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, item) -> copy.put(key, finite(item)));
        yield copy;
      }
      default -> value;
    };
  }
}
