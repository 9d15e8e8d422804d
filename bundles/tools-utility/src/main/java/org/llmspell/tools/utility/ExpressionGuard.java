package org.llmspell.tools.utility;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * Refuses expressions that could cost much, before they are parsed. The checks and their order are
 * those of the specification; some are crude on purpose.
 */
final class ExpressionGuard {
  private static final int MAX_LENGTH = 1000;
  private static final int MAX_NESTING = 20;
  private static final int MAX_OPERATIONS = 100;
  private static final int MAX_CALLS = 50;
  private static final int MAX_RECURSION = 3;
  private static final int MAX_EXPONENT = 100;
  private static final int MAX_EXPONENTIALS = 4;
  private static final int MAX_VARIABLES = 50;
  private static final int MAX_MEMORY = 1_000_000;

  private static final Pattern OPERATORS = Pattern.compile("[-+*/%^&|!<>=]+");
  private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{10,}");
  private static final Pattern EXPONENT = Pattern.compile("\\^\\s*([0-9]+(?:\\.[0-9]+)?)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
  private static final List<String> BANNED =
      List.of(
          "exp(exp",
          "^(^",
          "pow(pow",
          "factorial",
          "while",
          "for",
          "loop",
          "eval",
          "exec",
          "system");
  private static final List<String> COUNTED =
      List.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "sqrt", "exp", "log",
          "ln", "abs", "ceil", "floor", "round", "min", "max", "pi", "e");
  private static final List<String> NESTED =
      List.of("pow", "exp", "log", "sqrt", "sin", "cos", "tan", "ln");

  private ExpressionGuard() {}

  static void check(String text) {
    String complexity = complexity(text);
    if (complexity != null) {
      throw SpellException.validation("input", "Expression too complex: " + complexity);
    }
    String threat = threat(text);
    if (threat != null) {
      throw SpellException.validation("input", "Expression failed security check: " + threat);
    }
    if (memory(text) > MAX_MEMORY) {
      throw SpellException.validation(
          "input", "Expression requires too much memory: %d bytes".formatted(memory(text)));
    }
  }

  /** An estimate of what an evaluation takes, in bytes. */
  static long memory(String text) {
    return 8L * text.length() + 1024L * calls(text) + 100L * operations(text);
  }

  private static @Nullable String complexity(String text) {
    int length = text.length();
    if (length > MAX_LENGTH) {
      return "Expression too long: %d > %d characters".formatted(length, MAX_LENGTH);
    }
    int nesting = nesting(text);
    if (nesting > MAX_NESTING) {
      return "Nesting too deep: %d > %d levels".formatted(nesting, MAX_NESTING);
    }
    long operations = operations(text);
    if (operations > MAX_OPERATIONS) {
      return "Too many operations: %d > %d".formatted(operations, MAX_OPERATIONS);
    }
    int calls = calls(text);
    if (calls > MAX_CALLS) {
      return "Too many function calls: %d > %d".formatted(calls, MAX_CALLS);
    }
    if (List.of("+++", "---", "***", "///").stream().anyMatch(text::contains)) {
      return "Excessive consecutive operations detected";
    }
    if (text.contains("((((")) {
      return "Potential stack overflow pattern detected";
    }
    var number = LONG_NUMBER.matcher(text);
    return number.find() ? "Extremely large number detected: " + number.group() : null;
  }

  private static @Nullable String threat(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String banned : BANNED) {
      if (lower.contains(banned)) {
        return "Banned pattern detected: " + banned;
      }
    }
    if (memory(text) > MAX_MEMORY) {
      return "Estimated memory usage too high: %d bytes".formatted(memory(text));
    }
    int recursion = recursion(lower);
    if (recursion > MAX_RECURSION) {
      return "Recursive depth too high: %d > %d".formatted(recursion, MAX_RECURSION);
    }
    var exponent = EXPONENT.matcher(text);
    while (exponent.find()) {
      if (Double.parseDouble(exponent.group(1)) > MAX_EXPONENT) {
        return "Exponent too large: %s > %d".formatted(exponent.group(1), MAX_EXPONENT);
      }
    }
    if (count(lower, "exp(") * Math.max(count(lower, "pow("), 1) > MAX_EXPONENTIALS) {
      return "Too many nested exponential operations";
    }
    int variables = variables(text);
    return variables > MAX_VARIABLES
        ? "Too many unique variables: %d > %d".formatted(variables, MAX_VARIABLES)
        : null;
  }

  private static int nesting(String text) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '(', '[', '{' -> deepest = Math.max(deepest, ++depth);
        case ')', ']', '}' -> depth = Math.max(0, depth - 1);
        default -> {}
      }
    }
    return deepest;
  }

  private static long operations(String text) {
    return OPERATORS.matcher(text).results().count();
  }

  private static int calls(String text) {
    return COUNTED.stream().mapToInt(name -> count(text, name)).sum();
  }

  /** How deep one function is called inside of itself. */
  private static int recursion(String text) {
    int deepest = 0;
    for (String name : NESTED) {
      int open = 0;
      var depths = new ArrayDeque<Boolean>();
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) == '(') {
          boolean own = text.startsWith(name, i - name.length());
          depths.push(own);
          open += own ? 1 : 0;
          deepest = Math.max(deepest, open);
        } else if (text.charAt(i) == ')' && !depths.isEmpty()) {
          open -= depths.pop() ? 1 : 0;
        }
      }
    }
    return deepest;
  }

  private static int variables(String text) {
    Set<String> names = new HashSet<>();
    var name = NAME.matcher(text);
    while (name.find()) {
      if (!MathFunctions.isFunction(name.group())) {
        names.add(name.group());
      }
    }
    return names.size();
  }

  private static int count(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }
}
