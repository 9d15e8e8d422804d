package org.llmspell.tools.utility;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the calculator can do, as its answer to {@code functions}. */
final class CalculatorHelp {
  private CalculatorHelp() {}

  static Map<String, @Nullable Object> functions() {
    Map<String, @Nullable Object> help = new LinkedHashMap<>();
    help.put("arithmetic", List.of("+", "-", "*", "/", "%", "^"));
    help.put("comparison", List.of("==", "!=", "<", ">", "<=", ">="));
    help.put("logical", List.of("&&", "||", "!"));
    help.put("trigonometric", List.of("sin", "cos", "tan", "asin", "acos", "atan"));
    help.put("hyperbolic", List.of("sinh", "cosh", "tanh", "asinh", "acosh", "atanh"));
    help.put("mathematical", List.of("sqrt", "exp", "ln", "log", "abs", "sign"));
    help.put("rounding", List.of("int", "ceil", "floor", "round"));
    help.put("constants", List.of("pi()", "e()"));
    help.put("utility", List.of("min", "max"));
    Map<String, @Nullable Object> examples = new LinkedHashMap<>();
    examples.put("basic", "2 + 3 * 4");
    examples.put("variables", "x^2 + y, with variables {x = 3, y = 1}");
    examples.put("trigonometry", "sin(pi()/2)");
    examples.put("complex", "sqrt(x^2 + y^2)");
    examples.put("logarithms", "log(2, 8) + ln(e())");
    help.put("examples", examples);
    help.put(
        "note",
        "Angles are in radians. log(x) is the logarithm to base 10, log(base, x) to any base. "
            + "Comparisons give 1 or 0. round, floor and ceil take a step first: round(0.5, x).");
    return help;
  }
}
