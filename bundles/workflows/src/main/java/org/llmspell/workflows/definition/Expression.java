package org.llmspell.workflows.definition;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A written condition, such as {@code $count > 3 and shared_data.mode == 'fast'}.
 *
 * <p>Values are numbers, texts in quotes, {@code true}, {@code false}, {@code nil}; {@code $NAME}
 * and {@code shared_data.NAME} for shared data, {@code step_result.STEP.success} and {@code
 * step_result.STEP.output} for what a step gave, each with further fields after dots. Any other
 * word is that text. They are compared with {@code == != ~= < <= > >=} and joined with {@code not},
 * {@code and}, {@code or} and parentheses. Two values are equal when they are the same number, or
 * the same text when written; order is that of numbers when both are some, else of texts.
 *
 * @param text as it was written
 * @param root what it means
 */
public record Expression(String text, Node root) {

  /** A part. */
  public sealed interface Node {
    /** A value that is written down. */
    record Literal(@Nullable Object value) implements Node {}

    /** A value that is looked up, by its path. */
    record Lookup(String path) implements Node {}

    /** Two values beside each other. */
    record Comparison(String operator, Node left, Node right) implements Node {}

    /** Both, or one of both. */
    record Junction(boolean both, Node left, Node right) implements Node {}

    /** The contrary. */
    record Negation(Node other) implements Node {}
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException that says what is wrong and where
   */
  public static Expression parse(String text) {
    return new Expression(text, new ExpressionReader(text).read());
  }

  /** Whether it holds; values are looked up by their path, null when there is none. */
  public boolean holds(Function<String, @Nullable Object> lookup) {
    return isTrue(value(root, lookup));
  }

  private static boolean isTrue(@Nullable Object value) {
    return value != null && !Boolean.FALSE.equals(value) && !"false".equals(value);
  }

  private static @Nullable Object value(Node node, Function<String, @Nullable Object> lookup) {
    return switch (node) {
      case Node.Literal(var value) -> value;
      case Node.Lookup(var path) -> lookup.apply(path);
      case Node.Negation(var other) -> !isTrue(value(other, lookup));
      case Node.Junction(var both, var left, var right) ->
          both == isTrue(value(left, lookup)) ? isTrue(value(right, lookup)) : !both;
      case Node.Comparison(var operator, var left, var right) ->
          compare(operator, value(left, lookup), value(right, lookup));
    };
  }

  private static boolean compare(String operator, @Nullable Object left, @Nullable Object right) {
    return switch (operator) {
      case "==" -> same(left, right);
      case "!=", "~=" -> !same(left, right);
      default -> ordered(operator, left, right);
    };
  }

  /** Whether two values are the same number, or the same text when written. */
  public static boolean same(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return left == right;
    }
    Double a = number(left);
    Double b = number(right);
    return a != null && b != null
        ? a.doubleValue() == b.doubleValue()
        : Objects.equals(left, right) || left.toString().equals(right.toString());
  }

  private static boolean ordered(String operator, @Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return false;
    }
    Double a = number(left);
    Double b = number(right);
    int order =
        a != null && b != null ? a.compareTo(b) : left.toString().compareTo(right.toString());
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static @Nullable Double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text && !text.isBlank()) {
      try {
        return Double.valueOf(text.strip());
      } catch (NumberFormatException _) {
        return null; // a text like any other
      }
    }
    return null;
  }
}
