package org.llmspell.tools.utility;

import java.util.List;
import java.util.Set;
import org.llmspell.core.error.SpellException;

/** The functions of the calculator. Angles are in radians. */
final class MathFunctions {
  private static final Set<String> NAMES =
      Set.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh",
          "atanh", "sqrt", "exp", "ln", "log", "abs", "sign", "int", "ceil", "floor", "round", "pi",
          "e", "min", "max");

  private MathFunctions() {}

  static boolean isFunction(String name) {
    return NAMES.contains(name);
  }

  static double call(String name, List<Double> arguments) {
    return switch (name) {
      case "pi", "e" -> constant(name, arguments);
      case "min", "max" -> extreme(name, arguments);
      case "log" -> log(arguments);
      case "round", "floor", "ceil" -> rounded(name, arguments);
      default -> {
        if (!isFunction(name)) {
          throw SpellException.validation("input", "Unknown function: " + name);
        }
        expect(name, arguments, 1, 1);
        yield single(name, arguments.getFirst());
      }
    };
  }

  private static double single(String name, double x) {
    return switch (name) {
      case "sin" -> Math.sin(x);
      case "cos" -> Math.cos(x);
      case "tan" -> Math.tan(x);
      case "asin" -> Math.asin(x);
      case "acos" -> Math.acos(x);
      case "atan" -> Math.atan(x);
      case "sinh" -> Math.sinh(x);
      case "cosh" -> Math.cosh(x);
      case "tanh" -> Math.tanh(x);
      // By the size of x, so that tiny and huge numbers keep their digits.
      case "asinh" -> Math.copySign(asinh(Math.abs(x)), x);
      case "acosh" -> x > 1e150 ? Math.log(x) + Math.log(2) : Math.log(x + Math.sqrt(x * x - 1));
      case "atanh" -> 0.5 * (Math.log1p(x) - Math.log1p(-x));
      case "sqrt" -> Math.sqrt(x);
      case "exp" -> Math.exp(x);
      case "ln" -> Math.log(x);
      case "abs" -> Math.abs(x);
      case "sign" -> Math.signum(x);
      case "int" -> x < 0 ? Math.ceil(x) : Math.floor(x);
      default -> throw new IllegalStateException(name + " is in the list but not here");
    };
  }

  private static double asinh(double x) {
    return x > 1e150 ? Math.log(x) + Math.log(2) : Math.log1p(x + x * x / (1 + Math.hypot(1, x)));
  }

  private static double constant(String name, List<Double> arguments) {
    expect(name, arguments, 0, 0);
    return name.equals("pi") ? Math.PI : Math.E;
  }

  private static double extreme(String name, List<Double> arguments) {
    expect(name, arguments, 1, Integer.MAX_VALUE);
    double result = arguments.getFirst();
    for (double x : arguments) {
      result = name.equals("min") ? Math.min(result, x) : Math.max(result, x);
    }
    return result;
  }

  private static double log(List<Double> arguments) {
    expect("log", arguments, 1, 2);
    double x = arguments.getLast();
    if (arguments.size() == 1 || arguments.getFirst() == 10) {
      return Math.log10(x);
    }
    double base = arguments.getFirst();
    double result = Math.log(x) / Math.log(base);
    // A power of the base has a whole logarithm; the division may miss it by a bit.
    double whole = Math.rint(result);
    return Math.abs(result - whole) < 1e-12 && Math.pow(base, whole) == x ? whole : result;
  }

  /** To a whole number, or to a multiple of the first argument when there are two. */
  private static double rounded(String name, List<Double> arguments) {
    expect(name, arguments, 1, 2);
    double step = arguments.size() == 2 ? arguments.getFirst() : 1;
    double x = arguments.getLast() / step;
    double whole =
        switch (name) {
          case "floor" -> Math.floor(x);
          case "ceil" -> Math.ceil(x);
          default -> Math.copySign(Math.floor(Math.abs(x) + 0.5), x); // halves away from zero
        };
    return whole * step;
  }

  private static void expect(String name, List<Double> arguments, int min, int max) {
    int given = arguments.size();
    if (given < min || given > max) {
      String wanted = min == max ? Integer.toString(min) : max > 2 ? "at least 1" : "1 or 2";
      throw SpellException.validation(
          "input", "Function '%s' takes %s argument(s), not %d".formatted(name, wanted, given));
    }
  }
}
