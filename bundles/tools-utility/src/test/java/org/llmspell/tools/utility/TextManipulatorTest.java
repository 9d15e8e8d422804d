package org.llmspell.tools.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.llmspell.tools.utility.Calls.error;
import static org.llmspell.tools.utility.Calls.random;
import static org.llmspell.tools.utility.Calls.result;

import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("tool")
@NullUnmarked
class TextManipulatorTest {
  private final TextManipulator tool = new TextManipulator();

  @Test
  void answersInTheShapeOfTheSpecification() {
    assertThat(result(tool, "operation", "uppercase", "input", "hé"))
        .isEqualTo(
            Map.of(
                "result",
                "HÉ",
                "operation",
                "uppercase",
                "original_length",
                3,
                "result_length",
                3L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "lowercase;HeLLo;hello",
        "reverse;ab😀c;c😀ba",
        "trim;  a b ;a b",
        "snake_case;helloWorld;hello_world",
        "snake_case;HTTPServer;httpserver",
        "snake_case;Hello World;hello _world",
        "camel_case;hello_big-world;helloBigWorld",
        "camel_case;Hello_world;helloWorld",
        "pascal_case;hello_big-world;HelloBigWorld",
        "normalize_whitespace; a  b   c ;a b c",
        "split;a b c;[\"a\",\"b\",\"c\"]",
        "join;[\"a\",\"b\"];a b",
        "sanitize; añb☃c ;abc"
      })
  void changesTexts(String operation, String input, String expected) {
    assertThat(run(operation, input)).isEqualTo(expected);
  }

  private Object run(String operation, String input, Object... more) {
    Object[] all = new Object[more.length + 4];
    all[0] = "operation";
    all[1] = operation;
    all[2] = "input";
    all[3] = input;
    System.arraycopy(more, 0, all, 4, more.length);
    return result(tool, all).get("result");
  }

  @Test
  void takesOptionsInATableOrBesideIt() {
    assertThat(run("replace", "a.b.a", "options", Map.of("from", "a", "to", "x")))
        .isEqualTo("x.b.x");
    assertThat(run("replace", "a.b", "from", ".", "to", "-")).isEqualTo("a-b");
    assertThat(run("replace", "a.b", "pattern", ".", "replacement", "$1")).isEqualTo("a$1b");
    assertThat(run("replace", "a.b", "options", Map.of("pattern", "a", "replacement", "")))
        .isEqualTo(".b");
    assertThat(result(tool, "text", "A", "operation", "lowercase")).containsEntry("result", "a");
  }

  @Test
  void cutsByBytes() {
    assertThat(run("substring", "aäb", "start", 1L, "end", 3L)).isEqualTo("ä");
    assertThat(run("substring", "aäb", "start", 1L, "end", 2L)).isEqualTo("");
    assertThat(run("substring", "abc", "options", Map.of("start", 0L, "end", 3L))).isEqualTo("abc");
    assertThat(run("substring", "abc", "options", Map.of("start", 0L, "end", 4L))).isEqualTo("");
    assertThat(run("substring", "abc", "options", Map.of("start", 2L, "end", 1L))).isEqualTo("");
  }

  @Test
  void splitsAndJoinsWithADelimiter() {
    assertThat(run("split", "a,b,,c", "options", Map.of("delimiter", ",")))
        .isEqualTo("[\"a\",\"b\",\"\",\"c\"]");
    assertThat(run("join", "[\"a\",\"b\"]", "delimiter", "-")).isEqualTo("a-b");
    assertThat(run("join", "[]")).isEqualTo("");
  }

  @Test
  void truncatesWithAnEllipsisInsideTheLength() {
    assertThat(run("truncate", "abcdefghij", "options", Map.of("max_length", 10L)))
        .isEqualTo("abcdefghij");
    assertThat(run("truncate", "abcdefghijk", "options", Map.of("max_length", 10L)))
        .isEqualTo("abcdefg...");
    assertThat(run("truncate", "abcdef", "max_length", 2L)).isEqualTo("..");
    assertThat((String) run("truncate", "x".repeat(101))).hasSize(100);
  }

  @Test
  void laysOutLines() {
    assertThat(run("indent", "a\nb")).isEqualTo("    a\n    b");
    assertThat(run("indent", "a", "spaces", 1L)).isEqualTo(" a");
    assertThat(run("dedent", "    a\n      b\n\n    c")).isEqualTo("a\n  b\n\nc");
    assertThat(run("word_wrap", "aa bb cc abcdefgh i", "width", 5L))
        .isEqualTo("aa bb\ncc\nabcde\nfgh i");
    assertThat(run("word_wrap", "a\nb")).isEqualTo("a\nb");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(error(tool, "operation", "rot13", "input", "a"))
        .startsWith(
            "Validation error: Invalid operation: rot13. Valid operations are: uppercase, ");
    assertThat(error(tool, "operation", "replace", "input", "a"))
        .isEqualTo(
            "Validation error: Replace operation requires 'options' with 'from' and 'to' fields");
    assertThat(error(tool, "operation", "replace", "input", "a", "to", "b"))
        .isEqualTo("Validation error: Missing 'from' parameter");
    assertThat(error(tool, "operation", "substring", "input", "a"))
        .startsWith("Validation error: Substring operation requires ");
    assertThat(error(tool, "operation", "join", "input", "a b"))
        .isEqualTo("Validation error: Join operation requires text to be a JSON array of strings");
    assertThat(error(tool, "operation", "join", "input", "[1]")).contains("JSON array of strings");
    assertThat(error(tool, "operation", "word_wrap", "input", "a", "width", 0L))
        .contains("'width' is 0");
    assertThat(
            error(
                tool, "operation", "truncate", "input", "a", "options", Map.of("max_length", -1L)))
        .contains("'max_length' is -1");
    assertThat(error(tool, "operation", "uppercase"))
        .isEqualTo("Validation error: Missing required parameter: input");
  }

  @Test
  void refusesToMakeHugeTexts() {
    String megabyte = "x".repeat(1 << 20);
    assertThat(error(tool, "operation", "replace", "input", megabyte, "from", "x", "to", megabyte))
        .startsWith("Resource limit exceeded: memory limit of 10485760 exceeded");
    assertThat(error(tool, "operation", "uppercase", "input", megabyte.repeat(11)))
        .contains("Parameter 'input' is 11534336 bytes long, more than the 10485760 allowed");
  }

  @Test
  void splittingAndJoiningGivesTheTextBack() {
    var random = random("text");
    for (int i = 0; i < 300; i++) {
      String text = Calls.text(random, "ab,,\"\\\n漢😀\u0001", 30);
      Object parts = run("split", text, "delimiter", ",");

      assertThat(run("join", (String) parts, "delimiter", ",")).isEqualTo(text);
    }
  }

  @Test
  void snakeAndPascalCaseUndoEachOther() {
    var random = random("case");
    for (int i = 0; i < 300; i++) {
      String words =
          "aa" + Calls.text(random, "abcxyz", 5) + "_bb" + Calls.text(random, "abcxyz", 5);

      assertThat(run("snake_case", (String) run("pascal_case", words))).isEqualTo(words);
      assertThat(run("snake_case", (String) run("camel_case", words))).isEqualTo(words);
    }
  }

  @Test
  void noWrappedLineIsTooLong() {
    var random = random("wrap");
    for (int i = 0; i < 200; i++) {
      String text = Calls.text(random, "abc  \n漢", 80);
      int width = 1 + random.nextInt(12);
      String wrapped = (String) run("word_wrap", text, "width", (long) width);

      assertThat(wrapped.lines()).allMatch(line -> line.length() <= width);
      assertThat(wrapped.replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
    }
  }
}
