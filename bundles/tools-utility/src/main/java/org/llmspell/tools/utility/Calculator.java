package org.llmspell.tools.utility;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.tool.Alias;
import org.llmspell.core.tool.Default;
import org.llmspell.core.tool.Doc;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.service.component.annotations.Component;

/**
 * Evaluates arithmetic expressions in double precision. Failures of any kind come back in the
 * envelope, they are not thrown.
 */
@Component
@ToolSpec(
    name = "calculator",
    description = "Evaluates mathematical expressions with variables and functions",
    level = SecurityLevel.SAFE)
public final class Calculator implements RecordTool<Calculator.Params> {

  record Params(
      @Doc("evaluate, validate or functions") @Default("evaluate") String operation,
      @Doc("the expression, for example 2 * x + 1") @Alias({"expression", "expr"})
          Optional<String> input,
      @Doc("numbers by name") Optional<Map<String, Object>> variables) {}

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    long start = System.nanoTime();
    try {
      return switch (params.operation()) {
        case "evaluate" -> evaluate(params, context, start);
        case "validate" -> validate(params, context, start);
        case "functions" ->
            used(ToolOutput.success("functions", CalculatorHelp.functions()), 0, 0, start);
        default ->
            throw SpellException.validation(
                "operation", "Unknown operation: " + params.operation());
      };
    } catch (SpellException e) {
      return ToolOutput.failure("evaluate", e.text());
    }
  }

  private static ToolOutput evaluate(Params params, ExecutionContext context, long start) {
    String input = input(params);
    Map<String, Object> variables = params.variables().orElse(Map.of());
    ExpressionGuard.check(input);
    Formula.Value value = Formula.evaluate(input, numbers(variables), context);
    double number = value.number();
    boolean special = !Double.isFinite(number);
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("input", input);
    result.put("result", special ? Double.toString(number) : (Object) (number + 0.0));
    result.put("result_type", special ? "special" : "float");
    result.put("variables", variables);
    var output = ToolOutput.success("evaluate", "Expression evaluated successfully", result);
    return used(output, ExpressionGuard.memory(input), value.operations(), start);
  }

  private static ToolOutput validate(Params params, ExecutionContext context, long start) {
    String input = input(params);
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("input", input);
    int operations = 0;
    try {
      ExpressionGuard.check(input);
      operations = Formula.evaluate(input, Map.of(), context).operations();
      result.put("valid", true);
    } catch (SpellException e) {
      result.put("valid", false);
      result.put("error", e.message());
    }
    boolean valid = Boolean.TRUE.equals(result.get("valid"));
    String message = valid ? "Expression is valid" : "Expression is invalid";
    return used(
        ToolOutput.success("validate", message, result),
        ExpressionGuard.memory(input),
        operations,
        start);
  }

  private static ToolOutput used(ToolOutput output, long bytes, int operations, long start) {
    Map<String, @Nullable Object> usage = new LinkedHashMap<>();
    usage.put("memory_bytes", bytes);
    usage.put("cpu_time_ms", (System.nanoTime() - start) / 1_000_000);
    usage.put("operations_count", operations);
    return output.with("resource_usage", usage);
  }

  private static String input(Params params) {
    return params.input().orElseThrow(() -> Choice.missing("input"));
  }

  private static Map<String, Double> numbers(Map<String, Object> variables) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    variables.forEach((name, value) -> {
      if (!(value instanceof Number number)) {
        throw SpellException.validation(
            "variables", "Variable '%s' must be a number, not '%s'".formatted(name, value));
      }
      numbers.put(name, number.doubleValue());
    });
    return numbers;
  }
}
