package org.llmspell.core.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;

@Tag("unit")
class RecordBindingTest {

  enum Mode {
    FAST,
    VERY_SLOW
  }

  record Inner(@Doc("depth") int depth) {}

  record Params(
      @Doc("the text") @Alias({"text", "data"}) String input,
      @Default("false") boolean unique,
      @Default("10") @Range(min = 1, max = 100) int maxItems,
      @Default("fast") Mode mode,
      Optional<Double> ratio,
      Optional<List<String>> tags,
      Optional<Inner> inner) {}

  record Open(@Default("x") @OneOf({"x", "y"}) String kind, @Rest Map<String, Object> others) {}

  private final RecordBinding<Params> binding = RecordBinding.of(Params.class, "sample");

  @Test
  void namesParametersInSnakeCase() {
    assertThat(binding.schema().parameters())
        .extracting(ToolParameter::name)
        .containsExactly("input", "unique", "max_items", "mode", "ratio", "tags", "inner");
  }

  record Reserved(boolean short_, String class_) {}

  @Test
  void dropsTheUnderscoreThatTellsAParameterFromAWordOfJava() {
    var reserved =
        RecordBinding.of(Reserved.class, "reserved").bind(Map.of("short", true, "class", "a"));

    assertThat(reserved).isEqualTo(new Reserved(true, "a"));
  }

  @Test
  void fillsInDefaults() {
    var params = binding.bind(Map.of("input", "a"));

    assertThat(params)
        .isEqualTo(
            new Params(
                "a", false, 10, Mode.FAST, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void convertsEveryKindOfValue() {
    var params =
        binding.bind(
            Map.of(
                "text",
                "a",
                "unique",
                true,
                "max_items",
                7.0,
                "mode",
                "very_slow",
                "ratio",
                2L,
                "tags",
                List.of("t"),
                "inner",
                Map.of("depth", 3L)));

    assertThat(params)
        .isEqualTo(
            new Params(
                "a",
                true,
                7,
                Mode.VERY_SLOW,
                Optional.of(2.0),
                Optional.of(List.of("t")),
                Optional.of(new Inner(3))));
  }

  @Test
  void takesAnEmptyObjectForAnEmptyArray() {
    assertThat(binding.bind(Map.of("input", "a", "tags", Map.of())).tags()).contains(List.of());
  }

  @Test
  void namesAMissingParameter() {
    refusal(Map.of()).hasMessage("Missing required parameter: input");
  }

  @Test
  void namesAParameterOfTheWrongType() {
    refusal(Map.of("input", 1L)).hasMessage("Invalid type for parameter 'input': expected String");
  }

  @Test
  void namesAnUnknownParameterAndThoseItKnows() {
    refusal(Map.of("input", "a", "inputt", "b"))
        .hasMessageStartingWith(
            "Unknown parameter 'inputt' for tool 'sample'. Known parameters: input");
  }

  @Test
  void namesAValueThatIsNotAllowed() {
    refusal(Map.of("input", "a", "mode", "slow"))
        .hasMessage("Invalid mode: 'slow'. Allowed values: fast, very_slow");
  }

  @Test
  void refusesNumbersJustOutsideTheRange() {
    assertThat(binding.bind(Map.of("input", "a", "max_items", 100L)).maxItems()).isEqualTo(100);
    refusal(Map.of("input", "a", "max_items", 101L))
        .hasMessage("Parameter 'max_items' is 101 but must be within 1..100");
  }

  @Test
  void refusesAFractionWhereAWholeNumberIsNeeded() {
    refusal(Map.of("input", "a", "max_items", 1.5)).hasMessageContaining("must be a whole number");
  }

  @Test
  void collectsTheRestWhenThereIsAPlaceForIt() {
    var open = RecordBinding.of(Open.class, "open").bind(Map.of("kind", "y", "z", 1L));

    assertThat(open).isEqualTo(new Open("y", Map.of("z", 1L)));
  }

  @ToolSpec(name = "echo", description = "Says it again", version = "2.1.0")
  static final class Echo implements RecordTool<Echo.Words> {
    record Words(String input) {}

    @Override
    public ToolOutput execute(Words words, ExecutionContext context) {
      return ToolOutput.success("echo", words.input());
    }
  }

  @Test
  void aRecordToolIsATool() {
    Tool tool = new Echo();

    assertThat(tool.metadata().version()).hasToString("2.1.0");
    assertThat(tool.schema().name()).isEqualTo("echo");
    assertThat(tool.call(Map.of("input", "hi"), ExecutionContext.create()).text())
        .isEqualTo("{\n  \"operation\": \"echo\",\n  \"success\": true,\n  \"result\": \"hi\"\n}");
  }

  @Test
  void theSchemaIsJsonSchema() {
    assertThat(RecordBinding.of(Open.class, "open").schema().toJsonSchema())
        .isEqualTo(
            Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                    "kind",
                    Map.of(
                        "type", "string",
                        "description", "",
                        "enum", List.of("x", "y"),
                        "default", "x")),
                "required",
                List.of(),
                "additionalProperties",
                true));
  }

  private AbstractThrowableAssert<?, ?> refusal(Map<String, ? extends @Nullable Object> values) {
    return assertThatThrownBy(() -> binding.bind(values)).isInstanceOf(SpellException.class);
  }
}
