package org.llmspell.tools.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.llmspell.tools.utility.Calls.envelope;
import static org.llmspell.tools.utility.Calls.error;
import static org.llmspell.tools.utility.Calls.random;
import static org.llmspell.tools.utility.Calls.result;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("tool")
@NullUnmarked
class DiffCalculatorTest {
  private final DiffCalculator tool = new DiffCalculator(Calls.files());

  @TempDir Path dir;

  private String diff(String before, String after, String format) {
    return (String)
        result(tool, "old_text", before, "new_text", after, "format", format).get("diff");
  }

  @Test
  void answersTheSampleOfTheSpecification() {
    assertThat(
            result(
                tool, "type", "text", "old_text", "a\nb", "new_text", "a\nc", "format", "simple"))
        .containsEntry("type", "text")
        .containsEntry("format", "simple")
        .containsEntry("diff", "Total changes: 1\nReplaced at lines 2-2 with lines 2-2\n")
        .containsEntry("stats", Map.of("old_lines", 2, "new_lines", 2));
  }

  @Test
  void writesEachFormat() {
    assertThat(diff("a\nb\nc", "a\nx\nc\nd", "unified"))
        .isEqualTo("--- old\n+++ new\n@@ -1,3 +1,4 @@\n a\n-b\n+x\n c\n+d\n");
    assertThat(diff("a\nb\nc", "a\nx\nc", "inline")).isEqualTo(" a\n-b\n+x\n c\n");
    assertThat(diff("a\nb\nc", "a\nx\nc\nd", "context"))
        .isEqualTo(
            "*** old\n--- new\n***************\n*** 1,3 ****\n  a\n! b\n  c\n--- 1,4 ----\n  a\n! x\n  c\n+ d\n");
    assertThat(diff("a\nb\nc\nd", "b\nx\nc", "Simple"))
        .isEqualTo(
            "Total changes: 3\nRemoved at line 1: 1 line(s)\nAdded at line 2: 1 line(s)\nRemoved at line 4: 1 line(s)\n");
  }

  @Test
  void keepsDistantChangesApart() {
    String before = lines("a1", 20, "z1");
    String after = lines("a2", 20, "z2");

    assertThat(diff(before, after, "unified").lines().filter(l -> l.startsWith("@@"))).hasSize(2);
    assertThat(diff(before, after, "context").lines().filter("***************"::equals)).hasSize(2);
  }

  private static String lines(String first, int between, String last) {
    return first + "\n" + "same\n".repeat(between) + last;
  }

  @Test
  void equalTextsHaveNoChanges() {
    assertThat(diff("a\nb", "a\nb", "simple")).isEqualTo("Total changes: 0\n");
    assertThat(diff("a", "a", "unified")).isEqualTo("--- old\n+++ new\n");
    assertThat(diff("a", "a", "context")).startsWith("*** old\n--- new\n***************");
    assertThat(diff("", "", "inline")).isEmpty();
  }

  @Test
  void comparesFiles() throws Exception {
    Path a = Files.writeString(dir.resolve("a"), "1\n");
    Path b = Files.writeString(dir.resolve("b"), "2\n");

    assertThat(result(tool, "old_file", a.toString(), "new_file", b.toString(), "old_text", "x"))
        .hasEntrySatisfying("diff", diff -> assertThat((String) diff).contains("-1\n+2"));
    Files.writeString(a, "{\"x\": 1}");
    Files.writeString(b, "{\"x\": 2}");
    assertThat(
            result(tool, "type", "json", "old_file", a.toString(), "new_file", b.toString())
                .get("summary"))
        .isEqualTo(Map.of("added", 0, "removed", 0, "modified", 1, "unchanged", 0));
    Files.writeString(b, "{");
    assertThat(error(tool, "type", "json", "old_file", a.toString(), "new_file", b.toString()))
        .startsWith("Validation error: Invalid JSON in new_file: unexpected end");
  }

  @Test
  void comparesJsonByPath() {
    var before = Map.of("same", 1L, "gone", "x", "deep", Map.of("a", 1L, "b", List.of(1L)));
    var after = Map.of("same", 1.0, "fresh", true, "deep", Map.of("a", 2L, "b", List.of(1L, 2L)));

    var envelope = envelope(tool, "type", "json", "old_json", before, "new_json", after);

    assertThat(envelope).containsEntry("operation", "json_diff");
    assertThat(envelope.get("result"))
        .isEqualTo(
            Map.of(
                "type", "json",
                "diff",
                    Map.of(
                        "added", Map.of("fresh", true),
                        "removed", Map.of("gone", "x"),
                        "modified",
                            Map.of(
                                "deep.a", Map.of("old", 1L, "new", 2L),
                                "deep.b", Map.of("old", List.of(1L), "new", List.of(1L, 2L))),
                        "unchanged", List.of("same")),
                "summary", Map.of("added", 1, "removed", 1, "modified", 2, "unchanged", 1)));
  }

  @Test
  void comparesListsAsAWhole() {
    var result =
        result(
            tool, "operation", "json_diff", "old_json", List.of(1L), "new_json", List.of(1L, 2L));

    assertThat(result.get("diff").toString())
        .contains("[]={old_length=1, new_length=2, old=[1], new=[1, 2]}");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(error(tool, "old_text", "a"))
        .isEqualTo(
            "Validation error: Either (old_text, new_text) or (old_file, new_file) must be provided");
    assertThat(error(tool, "type", "json"))
        .contains("Either (old_json, new_json) or (old_file, new_file) must be provided");
    assertThat(error(tool, "type", "xml")).startsWith("Validation error: Invalid diff type: xml");
    assertThat(error(tool, "old_text", "a", "new_text", "b", "format", "html"))
        .startsWith("Validation error: Invalid diff format: html");
    assertThat(error(tool, "old_text", "\n".repeat(200_001), "new_text", ""))
        .contains("has 200001 lines, more than the 200000 allowed");
  }

  @Test
  void theInlineFormHoldsBothTexts() {
    var random = random("diff");
    for (int i = 0; i < 300; i++) {
      String before = Calls.text(random, "ab\nc\n", 40);
      String after = Calls.text(random, "ab\nc\n", 40);
      List<String> lines = diff(before, after, "inline").lines().toList();

      assertThat(side(lines, '+')).isEqualTo(before.lines().toList());
      assertThat(side(lines, '-')).isEqualTo(after.lines().toList());
      assertThat(diff(before, after, "context")).startsWith("*** old\n--- new\n***************");
    }
  }

  private static List<String> side(List<String> lines, char without) {
    return lines.stream()
        .filter(line -> line.charAt(0) != without)
        .map(line -> line.substring(1))
        .collect(Collectors.toList());
  }
}
