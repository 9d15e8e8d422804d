package org.llmspell.tools.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.llmspell.tools.utility.Calls.error;
import static org.llmspell.tools.utility.Calls.random;
import static org.llmspell.tools.utility.Calls.result;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("tool")
@NullUnmarked
class RegexMatcherTest {
  private final RegexMatcher tool = new RegexMatcher();

  @Test
  void matchesOnce() {
    assertThat(result(tool, "input", "a1 b2", "pattern", "([a-z])([0-9])"))
        .isEqualTo(
            Map.of(
                "matched",
                true,
                "count",
                1,
                "matches",
                List.of(Map.of("text", "a1", "start", 0, "end", 2, "groups", List.of("a", "1")))));
    assertThat(result(tool, "input", "x", "pattern", "y"))
        .isEqualTo(Map.of("matched", false, "count", 0, "matches", List.of()));
  }

  @Test
  void findsAllWithPositionsInBytes() {
    var matches =
        (List<?>)
            result(tool, "input", "ä1😀2", "pattern", "\\d", "operation", "find_all")
                .get("matches");

    assertThat(matches)
        .isEqualTo(
            List.of(
                Map.of("text", "1", "start", 2, "end", 3, "groups", List.of()),
                Map.of("text", "2", "start", 7, "end", 8, "groups", List.of())));
  }

  @Test
  void testsReplacesAndSplits() {
    assertThat(result(tool, "input", "abc", "pattern", "B", "operation", "test"))
        .isEqualTo(Map.of("matched", false));
    assertThat(
            result(
                tool,
                "input",
                "abc",
                "pattern",
                "B",
                "operation",
                "test",
                "case_insensitive",
                true))
        .isEqualTo(Map.of("matched", true));
    assertThat(
            result(
                tool,
                "input",
                "John Smith",
                "pattern",
                "(?P<first>\\w+) (\\w+)",
                "operation",
                "replace",
                "replacement",
                "$2, ${first} $$1"))
        .containsEntry("result", "Smith, John $1")
        .containsEntry("count", 1);
    assertThat(result(tool, "input", "a, b;c", "pattern", "[,;]\\s*", "operation", "split"))
        .containsEntry("parts", List.of("a", "b", "c"));
    assertThat(result(tool, "input", "abc", "pattern", "", "operation", "split"))
        .containsEntry("parts", List.of("a", "b", "c"));
  }

  @Test
  void knowsNamedAndAbsentGroups() {
    var matches =
        (List<?>) result(tool, "input", "b", "pattern", "(?P<x>a)?(?P<y>b)").get("matches");

    assertThat(matches.toString()).contains("groups=[, b]").contains("y=b").contains("x=null");
  }

  @Test
  void takesFlags() {
    assertThat(result(tool, "input", "a\nb", "pattern", "^B$", "flags", "im"))
        .containsEntry("matched", true);
    assertThat(result(tool, "input", "a\nb", "pattern", "a.b")).containsEntry("matched", false);
    assertThat(result(tool, "input", "a\nb", "pattern", "a.b", "dot_all", true))
        .containsEntry("matched", true);
  }

  @Test
  void patternsThatHangOtherEnginesAreAnsweredAtOnce() {
    String text = "a".repeat(50_000) + "!";
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (String pattern : List.of("(a+)+$", "(a|aa)+$", "(.*)*b", "(a|a)*c")) {
            assertThat(result(tool, "input", text, "pattern", pattern))
                .containsEntry("matched", false);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"((a{1000}){1000}){1000}", "(((((x{9}){99}){99}){99}){99})", "(?:[)]{500}){500}"})
  void refusesPatternsThatGrowHuge(String pattern) {
    assertThat(error(tool, "input", "a", "pattern", pattern))
        .startsWith("Validation error: Pattern too large: ");
  }

  @Test
  void refusesWorkThatWouldTakeTooLong() {
    assertThat(error(tool, "input", "a".repeat(1 << 20), "pattern", "(a{900}|b)*c"))
        .startsWith("Validation error: Pattern of ");
    assertThat(error(tool, "input", "a".repeat((1 << 20) + 1), "pattern", "a"))
        .contains("1048577 bytes long, more than the 1048576 allowed");
    assertThat(error(tool, "input", "a".repeat(100_001), "pattern", "a", "operation", "find_all"))
        .startsWith("Resource limit exceeded: ");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(error(tool, "input", "a", "pattern", "("))
        .startsWith("Validation error: Invalid regular expression '(': ");
    assertThat(error(tool, "input", "a", "pattern", "(?=a)"))
        .contains("Invalid regular expression");
    assertThat(error(tool, "input", "a", "pattern", "x".repeat(1001)))
        .contains("Pattern too long: 1001 > 1000 characters");
    assertThat(error(tool, "input", "a", "pattern", "a", "operation", "replace"))
        .contains("Missing required parameter 'replacement'");
    assertThat(
            error(
                tool, "input", "a", "pattern", "(a)", "operation", "replace", "replacement", "$2"))
        .contains("asks for group '2', but the pattern has 1 group(s)");
    assertThat(error(tool, "input", "a", "pattern", "a", "operation", "grep"))
        .contains("Invalid operation: 'grep'. Allowed values: match, find_all");
    assertThat(error(tool, "input", "a", "pattern", "a", "flags", "x"))
        .contains("Invalid flags: 'x'");
    assertThat(error(tool, "input", "a")).contains("Missing required parameter: pattern");
  }

  @Test
  void findsWhatJavaFinds() {
    var random = random("regex");
    var patterns = List.of("a+b", "[ab]{2,3}", "(a)|(b)c", "\\bä\\w*", "a*", "^a|c$", "x?😀");
    for (int i = 0; i < 400; i++) {
      String pattern = patterns.get(random.nextInt(patterns.size()));
      String text = Calls.text(random, "aabbc äx😀", 25);
      var hits =
          (List<?>)
              result(tool, "input", text, "pattern", pattern, "operation", "find_all")
                  .get("matches");
      var expected =
          java.util.regex.Pattern.compile(pattern)
              .matcher(text)
              .results()
              .filter(r -> !insideOfCharacter(text, r.start()))
              .map(r -> r.group())
              .toList();
      if (!pattern.contains("\\b")) { // RE2 knows word boundaries of ASCII only
        assertThat(hits.stream().map(hit -> (String) ((Map<?, ?>) hit).get("text")).toList())
            .as("%s in '%s'", pattern, text)
            .isEqualTo(expected);
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      for (Object hit : hits) {
        var match = (Map<?, ?>) hit;
        int start = (Integer) match.get("start");
        assertThat(
                new String(
                    bytes, start, (Integer) match.get("end") - start, StandardCharsets.UTF_8))
            .isEqualTo(match.get("text"));
      }
    }
  }

  private static boolean insideOfCharacter(String text, int position) {
    return position > 0
        && position < text.length()
        && Character.isSurrogatePair(text.charAt(position - 1), text.charAt(position));
  }
}
