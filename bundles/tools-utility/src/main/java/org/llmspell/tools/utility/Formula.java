package org.llmspell.tools.utility;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;

/**
 * Parses an expression and evaluates it in the same pass. From weak to strong: {@code ||}, {@code
 * &&}, comparisons, {@code + -}, {@code * / %}, signs and {@code !}, {@code ^} (from the right).
 * Numbers are doubles, so a division by zero is infinite and no error.
 */
final class Formula {
  private static final Duration TIME = Duration.ofMillis(100);

  /**
   * The outcome.
   *
   * @param operations how many operators and functions were applied
   */
  record Value(double number, int operations) {}

  private final String text;
  private final Map<String, Double> variables;
  private final Limits limits;
  private int at;
  private int operations;

  private Formula(String text, Map<String, Double> variables, ExecutionContext context) {
    this.text = text;
    this.variables = variables;
    limits = new Limits(context, TIME, "Expression evaluation");
  }

  /**
   * The value of an expression.
   *
   * @throws SpellException of kind Validation when it is none, or of kind Timeout after 100 ms
   */
  static Value evaluate(String text, Map<String, Double> variables, ExecutionContext context) {
    var formula = new Formula(text, variables, context);
    double value = formula.or();
    formula.skipSpace();
    if (formula.at < text.length()) {
      throw formula.wrong("unexpected '" + text.charAt(formula.at) + "'");
    }
    return new Value(value, formula.operations);
  }

  private double or() {
    double left = and();
    while (take("||")) {
      double right = and();
      left = flag(left != 0 || right != 0);
    }
    return left;
  }

  private double and() {
    double left = comparison();
    while (take("&&")) {
      double right = comparison();
      left = flag(left != 0 && right != 0);
    }
    return left;
  }

  private double comparison() {
    double left = sum();
    while (true) {
      if (take("==")) {
        left = flag(left == sum());
      } else if (take("!=")) {
        left = flag(left != sum());
      } else if (take("<=")) {
        left = flag(left <= sum());
      } else if (take(">=")) {
        left = flag(left >= sum());
      } else if (take("<")) {
        left = flag(left < sum());
      } else if (take(">")) {
        left = flag(left > sum());
      } else {
        return left;
      }
    }
  }

  private double sum() {
    double left = product();
    while (true) {
      if (take("+")) {
        left += product();
      } else if (take("-")) {
        left -= product();
      } else {
        return left;
      }
    }
  }

  private double product() {
    double left = signed();
    while (true) {
      if (take("*")) {
        left *= signed();
      } else if (take("/")) {
        left /= signed();
      } else if (take("%")) {
        left %= signed();
      } else {
        return left;
      }
    }
  }

  private double signed() {
    if (take("-")) {
      return -signed();
    }
    if (take("+")) {
      return signed();
    }
    if (!text.startsWith("!=", at) && take("!")) {
      return flag(signed() == 0);
    }
    return power();
  }

  private double power() {
    double base = operand();
    return take("^") ? Math.pow(base, signed()) : base;
  }

  private double operand() {
    skipSpace();
    limits.check();
    if (at >= text.length()) {
      throw wrong("unexpected end, a number or name is missing");
    }
    char c = text.charAt(at);
    if (c == '(') {
      at++;
      double inner = or();
      close();
      return inner;
    }
    if (isDigit(c) || c == '.') {
      return number();
    }
    if (isLetter(c)) {
      return named();
    }
    throw wrong("unexpected '" + c + "'");
  }

  private double number() {
    int start = at;
    digits();
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
    }
    int mantissa = at;
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      int exponent = at;
      digits();
      at = at == exponent ? mantissa : at; // "2e" is 2 and a name, which is refused later
    }
    try {
      return Double.parseDouble(text.substring(start, at));
    } catch (NumberFormatException e) {
      at = start;
      throw wrong("'.' is no number");
    }
  }

  private double named() {
    int start = at;
    while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
      at++;
    }
    String name = text.substring(start, at);
    skipSpace();
    if (at < text.length() && text.charAt(at) == '(') {
      at++;
      List<Double> arguments = arguments();
      operations++;
      return MathFunctions.call(name, arguments);
    }
    Double variable = variables.get(name);
    if (variable != null) {
      return variable;
    }
    return switch (name) {
      case "pi" -> Math.PI;
      case "e" -> Math.E;
      default -> throw SpellException.validation("variables", "Undefined variable: " + name);
    };
  }

  private List<Double> arguments() {
    List<Double> arguments = new ArrayList<>();
    skipSpace();
    if (at < text.length() && text.charAt(at) == ')') {
      at++;
      return arguments;
    }
    do {
      arguments.add(or());
    } while (take(","));
    close();
    return arguments;
  }

  private void close() {
    skipSpace();
    if (at >= text.length() || text.charAt(at) != ')') {
      throw wrong("expected ')'");
    }
    at++;
  }

  private boolean take(String symbol) {
    skipSpace();
    if (!text.startsWith(symbol, at)) {
      return false;
    }
    at += symbol.length();
    operations += symbol.equals(",") ? 0 : 1;
    return true;
  }

  private void digits() {
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private SpellException wrong(String what) {
    return SpellException.validation(
        "input", "Invalid expression: %s at position %d".formatted(what, at + 1));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }

  private static double flag(boolean value) {
    return value ? 1 : 0;
  }
}
