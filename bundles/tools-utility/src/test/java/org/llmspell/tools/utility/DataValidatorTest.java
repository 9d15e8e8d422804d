package org.llmspell.tools.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.llmspell.tools.utility.Calls.envelope;
import static org.llmspell.tools.utility.Calls.error;
import static org.llmspell.tools.utility.Calls.result;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("tool")
@NullUnmarked
class DataValidatorTest {
  private final DataValidator tool = new DataValidator();

  private boolean valid(Object input, Map<?, ?> rule) {
    return (Boolean) result(tool, "input", input, "rules", List.of(rule)).get("valid");
  }

  private List<String> fields(Object input, Map<?, ?> rule) {
    var errors = (List<?>) result(tool, "input", input, "rules", List.of(rule)).get("errors");
    return errors.stream()
        .map(error -> (String) ((Map<?, ?>) error).get("field"))
        .collect(Collectors.toList());
  }

  @Test
  void answersInTheShapeOfTheSpecification() {
    var envelope =
        envelope(
            tool,
            "input",
            "",
            "rules",
            Map.of("rules", List.of(Map.of("type", "required"), Map.of("type", "email"))));

    assertThat(envelope)
        .containsEntry("operation", "validate_data")
        .containsEntry("success", true)
        .containsEntry("message", "Data validation failed")
        .containsEntry("metadata", Map.of("rule_count", 2, "error_count", 2));
    var errors = (List<?>) ((Map<?, ?>) envelope.get("result")).get("errors");
    assertThat(errors.getFirst())
        .isEqualTo(
            Map.of(
                "field", "input", "value", "", "rule", "required", "message", "Field is required"));
    assertThat(envelope(tool, "input", "x", "rules", List.of(Map.of("type", "required"))))
        .containsEntry("message", "Data validation passed");
  }

  @ParameterizedTest
  @CsvSource({
    "email, a.b+c@example.org, true",
    "email, a@b, false",
    "email, @b.org, false",
    "email, a b@c.org, false",
    "url, https://example.org/x?y=1, true",
    "url, example.org, false",
    "url, http://, false",
    "url, mailto:a@b.org, true"
  })
  void checksTexts(String type, String input, boolean valid) {
    assertThat(valid(input, Map.of("type", type))).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({
    "phone, +49 (30) 123-456, true",
    "phone, 0123, false",
    "phone, +1234567890123456, false",
    "uuid, 886313e1-3b8a-5372-9b90-0c9aee199e5d, true",
    "uuid, 886313e1, false",
    "credit_card, 4111 1111 1111 1111, true",
    "credit_card, 4111 1111 1111 1112, false",
    "credit_card, 4111, false"
  })
  void checksByName(String name, String input, boolean valid) {
    assertThat(valid(input, Map.of("type", "custom", "name", name))).isEqualTo(valid);
  }

  @Test
  void checksTypesExactly() {
    assertThat(valid(1L, Map.of("type", "type", "expected", "number"))).isTrue();
    assertThat(valid("1", Map.of("type", "type", "expected", "number"))).isFalse();
    assertThat(valid(List.of(), Map.of("type", "type", "expected", "array"))).isTrue();
    assertThat(valid(Map.of("a", 1L), Map.of("type", "type", "expected", "object"))).isTrue();
    assertThat(valid(true, Map.of("type", "type", "expected", "boolean"))).isTrue();
  }

  @Test
  void checksLengthsAndRangesWithBothEnds() {
    var length = Map.of("type", "length", "min", 2L, "max", 4L);
    assertThat(valid("aä", length)).isTrue(); // 3 bytes
    assertThat(valid("ää", length)).isTrue();
    assertThat(valid("ääa", length)).isFalse();
    assertThat(valid("a", length)).isFalse();
    assertThat(valid(List.of(1L, 2L), length)).isTrue();
    assertThat(valid(List.of(1L), length)).isFalse();
    var range = Map.of("type", "range", "min", 1L, "max", 2.5);
    assertThat(valid(1L, range)).isTrue();
    assertThat(valid(2.5, range)).isTrue();
    assertThat(valid(0.99, range)).isFalse();
    assertThat(valid(2.51, range)).isFalse();
    assertThat(valid("text", range)).isTrue();
  }

  @Test
  void checksPatternsEnumsAndDates() {
    assertThat(valid("ab12", Map.of("type", "pattern", "regex", "^[a-z]+[0-9]+$"))).isTrue();
    assertThat(valid("ab", Map.of("type", "pattern", "regex", "^[a-z]+[0-9]+$"))).isFalse();
    assertThat(valid("a".repeat(5000) + "!", Map.of("type", "pattern", "regex", "^(a+)+$")))
        .isFalse();
    assertThat(valid(1.0, Map.of("type", "enum", "values", List.of(1L, "a")))).isTrue();
    assertThat(valid("b", Map.of("type", "enum", "values", List.of(1L, "a")))).isFalse();
    var date = Map.of("type", "date", "format", "%Y-%m-%d %H:%M:%S");
    assertThat(valid("2024-01-15 10:00:00", date)).isTrue();
    assertThat(valid("2024-13-15 10:00:00", date)).isFalse();
    assertThat(valid("2024-01-15", Map.of("type", "date", "format", "%Y-%m-%d"))).isTrue();
  }

  @Test
  void checksListsWithTheirItems() {
    var rule =
        Map.of(
            "type",
            "array",
            "min_items",
            1L,
            "max_items",
            3L,
            "unique",
            true,
            "item_rules",
            Map.of("rules", List.of(Map.of("type", "range", "max", 5L))));
    assertThat(valid(List.of(1L, 5L), rule)).isTrue();
    assertThat(fields(List.of(1L, 6L), rule)).containsExactly("input[1]");
    assertThat(fields(List.of(1L, 1L), rule)).containsExactly("input");
    assertThat(fields(List.of(1L, 2L, 3L, 4L), rule)).containsExactly("input");
    assertThat(valid(List.of(1L, 1L), Map.of("type", "array"))).isTrue();
  }

  @Test
  void checksObjectsWithTheirProperties() {
    var rule =
        Map.of(
            "type",
            "object",
            "properties",
            Map.of("name", Map.of("rules", List.of(Map.of("type", "length", "min", 2L)))),
            "required",
            List.of("name", "age"),
            "additional_properties",
            false);
    assertThat(fields(Map.of("name", "ab", "age", 1L), rule)).containsExactly("input.age");
    assertThat(fields(Map.of("name", "a"), rule)).containsExactly("input.age", "input.name");
    assertThat(fields(Map.of("name", "a", "x", 1L), Map.of("type", "object"))).isEmpty();
  }

  @Test
  void stopsAtOneHundredErrors() {
    var rule = Map.of("type", "array", "item_rules", List.of(Map.of("type", "range", "max", 0L)));
    assertThat(fields(Collections.nCopies(500, 1L), rule)).hasSize(100);
  }

  @Test
  void saysWhatIsWrong() {
    var required = List.of(Map.of("type", "required"));
    assertThat(error(tool, "input", "a")).isEqualTo("Validation error: Missing 'rules' parameter");
    assertThat(error(tool, "rules", List.of(Map.of("type", "email"))))
        .isEqualTo("Validation error: Missing 'input' parameter");
    assertThat(result(tool, "rules", required)).containsEntry("valid", false);
    assertThat(error(tool, "input", "a", "rules", "required"))
        .startsWith("Validation error: Invalid rules format: expected a list");
    assertThat(error(tool, "input", "a", "rules", List.of("required")))
        .contains("Invalid rules format: 'required' is no rule");
    assertThat(error(tool, "input", "a", "rules", List.of(Map.of("type", "magic"))))
        .contains("unknown rule type 'magic'");
    assertThat(error(tool, "input", "a", "rules", List.of(Map.of("type", "pattern"))))
        .contains("rule 'pattern' needs a text 'regex'");
    assertThat(error(tool, "input", "a", "rules", List.of(Map.of("type", "length", "min", "x"))))
        .contains("rule 'length' needs a number 'min', not 'x'");
    assertThat(error(tool, "input", 1L, "rules", List.of(Map.of("type", "custom", "name", "iban"))))
        .isEqualTo("Validation error: Unknown custom validator: iban");
    assertThat(error(tool, "input", "a", "rules", List.of(Map.of("type", "pattern", "regex", "("))))
        .contains("Invalid regular expression '('");
  }
}
