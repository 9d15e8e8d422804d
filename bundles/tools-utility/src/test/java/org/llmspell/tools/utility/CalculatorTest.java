package org.llmspell.tools.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.llmspell.tools.utility.Calls.call;
import static org.llmspell.tools.utility.Calls.envelope;
import static org.llmspell.tools.utility.Calls.random;
import static org.llmspell.tools.utility.Calls.result;

import java.util.Map;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("tool")
@NullUnmarked
class CalculatorTest {
  private final Calculator tool = new Calculator();

  @Test
  void evaluatesTheSamplesOfTheSpecification() {
    assertThat(result(tool, "operation", "evaluate", "input", "2 + 3 * 4"))
        .containsEntry("result", 14.0)
        .containsEntry("result_type", "float")
        .containsEntry("input", "2 + 3 * 4")
        .containsEntry("variables", Map.of());
    assertThat(result(tool, "input", "x^2 + y", "variables", Map.of("x", 3L, "y", 1L)))
        .containsEntry("result", 10.0);
    assertThat(result(tool, "operation", "validate", "input", "2 +"))
        .containsEntry("valid", false)
        .containsKey("error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1 + 2 * 3 - 4 / 2; 5",
        "(1 + 2) * 3; 9",
        "2^3^2; 512",
        "-2^2; -4",
        "2^-1; 0.5",
        "17 % 5; 2",
        "-17 % 5; -2",
        "10 - 4 - 3; 3",
        "8 / 4 / 2; 1",
        "1.5e3 + .5; 1500.5",
        "2 < 3; 1",
        "3 <= 2; 0",
        "1 == 1 && 2 != 2; 0",
        "0 || !0; 1",
        "!1; 0",
        "pi(); 3.141592653589793",
        "pi; 3.141592653589793",
        "e(); 2.718281828459045",
        "sin(pi()/2); 1",
        "atan(1) * 4; 3.141592653589793",
        "acosh(cosh(2)); 2",
        "asinh(sinh(-2)); -2",
        "atanh(tanh(0.5)); 0.5",
        "log(100); 2",
        "log(2, 8); 3",
        "log(5, 125); 3",
        "ln(e()); 1",
        "sqrt((1+2)*3); 3",
        "exp(0); 1",
        "int(-2.7); -2",
        "ceil(2.1); 3",
        "floor(-2.1); -3",
        "round(2.5); 3",
        "round(-2.5); -3",
        "round(0.25, 1.3); 1.25",
        "abs(-3); 3",
        "sign(-3); -1",
        "min(3, 1, 2); 1",
        "max(3, 1, 2); 3"
      })
  void knowsTheLanguage(String input, double value) {
    assertThat((Double) result(tool, "input", input).get("result")).isCloseTo(value, offset(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"1/0, Infinity", "-1/0, -Infinity", "0/0, NaN", "sqrt(-1), NaN", "99^99^2, Infinity"})
  void writesWhatIsNoNumberAsText(String input, String value) {
    assertThat(result(tool, "input", input))
        .containsEntry("result", value)
        .containsEntry("result_type", "special");
  }

  @Test
  void saysWhatItUsed() {
    assertThat(envelope(tool, "input", "1 + 2 * sin(3)").get("resource_usage"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("operations_count", 3)
        .containsKeys("memory_bytes", "cpu_time_ms");
    assertThat(envelope(tool, "input", "1"))
        .containsEntry("message", "Expression evaluated successfully");
  }

  @Test
  void aFreeVariableMakesAnExpressionInvalid() {
    assertThat(result(tool, "operation", "validate", "input", "x + 1"))
        .containsEntry("valid", false)
        .containsEntry("error", "Undefined variable: x");
    assertThat(result(tool, "operation", "validate", "input", "1 + 1"))
        .containsEntry("valid", true)
        .doesNotContainKey("error");
  }

  @Test
  void listsItsFunctions() {
    assertThat(result(tool, "operation", "functions"))
        .containsKeys(
            "arithmetic",
            "comparison",
            "logical",
            "trigonometric",
            "hyperbolic",
            "mathematical",
            "rounding",
            "constants",
            "utility",
            "examples",
            "note");
  }

  @Test
  void theExamplesInItsHelpWork() {
    var variables = Map.of("x", 3L, "y", 4L);
    var examples = (Map<?, ?>) result(tool, "operation", "functions").get("examples");
    examples.forEach((name, example) ->
        assertThat(
                call(tool, "input", example.toString().split(",? with")[0], "variables", variables)
                    .success())
            .as("%s", name)
            .isTrue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1 +; Invalid expression: unexpected end",
        "(1; expected ')'",
        "1 2; unexpected '2' at position 3",
        "1 $ 2; unexpected '$'",
        "foo(1); Unknown function: foo",
        "sin(1, 2); Function 'sin' takes 1 argument(s), not 2",
        "a + 1; Undefined variable: a",
        "1e; unexpected 'e'",
        "((((1)))); Expression too complex: Potential stack overflow pattern detected",
        "1 +++ 2; Expression too complex: Excessive consecutive operations detected",
        "12345678901; Expression too complex: Extremely large number detected: 12345678901",
        "exp(exp(1)); Expression failed security check: Banned pattern detected: exp(exp",
        "before + 1; Banned pattern detected: for",
        "2^101; Expression failed security check: Exponent too large: 101 > 100",
        "sin(sin(sin(sin(1)))); Expression failed security check: Recursive depth too high: 4 > 3"
      })
  void answersWithAnEnvelopeThatSaysWhatIsWrong(String input, String message) {
    var output = call(tool, "input", input);

    assertThat(output.success()).isFalse();
    assertThat(output.error()).startsWith("Validation error: ").contains(message);
    assertThat(output.text())
        .contains("\"operation\": \"evaluate\"")
        .contains("\"success\": false");
  }

  @Test
  void missingInputAndUnknownOperationsAreInTheEnvelopeToo() {
    assertThat(call(tool).error()).contains("Missing required parameter 'input'");
    assertThat(call(tool, "operation", "solve", "input", "1").error())
        .isEqualTo("Validation error: Unknown operation: solve");
    assertThat(call(tool, "input", "x", "variables", Map.of("x", "y")).error())
        .contains("Variable 'x' must be a number");
  }

  @Test
  void keepsItsLimitsToTheDigit() {
    assertThat(call(tool, "input", "1".repeat(1) + " ".repeat(999)).success()).isTrue();
    assertThat(call(tool, "input", "1".repeat(1) + " ".repeat(1000)).error())
        .contains("Expression too long: 1001 > 1000 characters");
    assertThat(call(tool, "input", "1" + "+1".repeat(100)).success()).isTrue();
    assertThat(call(tool, "input", "1" + "+1".repeat(101)).error())
        .contains("Too many operations: 101 > 100");
    assertThat(call(tool, "input", "abs(".repeat(21) + "1" + ")".repeat(21)).error())
        .contains("Nesting too deep: 21 > 20 levels");
    assertThat(call(tool, "input", "e+".repeat(51) + "1").error())
        .contains("Too many function calls: 51 > 50");
    assertThat(call(tool, "input", "2^100").success()).isTrue();
    assertThat(call(tool, "input", manyVariables(51)).error())
        .contains("Too many unique variables: 51 > 50");
  }

  private static String manyVariables(int count) {
    var text = new StringBuilder("0");
    for (int i = 0; i < count; i++) {
      text.append("+v").append(i);
    }
    return text.toString();
  }

  /** Builds a random expression beside its value. */
  private record Sample(String text, double value) {
    static Sample of(Random random, int depth) {
      if (depth == 0 || random.nextInt(4) == 0) {
        int number = random.nextInt(1, 100);
        return new Sample(Integer.toString(number), number);
      }
      Sample a = of(random, depth - 1);
      Sample b = of(random, depth - 1);
      return switch (random.nextInt(6)) {
        case 0 -> new Sample("(" + a.text + " + " + b.text + ")", a.value + b.value);
        case 1 -> new Sample("(" + a.text + "-" + b.text + ")", a.value - b.value);
        case 2 -> new Sample("(" + a.text + "*" + b.text + ")", a.value * b.value);
        case 3 -> new Sample("(" + a.text + " / " + b.text + ")", a.value / b.value);
        case 4 -> new Sample("max(" + a.text + "," + b.text + ")", Math.max(a.value, b.value));
        default -> new Sample("-" + a.text, -a.value);
      };
    }
  }

  @Test
  void calculatesAsJavaDoes() {
    var random = random("calculator");
    int compared = 0;
    while (compared < 300) {
      Sample sample = Sample.of(random, 3);
      if (Double.isFinite(sample.value) && !sample.text.contains("---")) {
        assertThat(result(tool, "input", sample.text))
            .as(sample.text)
            .containsEntry("result", sample.value + 0.0);
        compared++;
      }
    }
  }
}
