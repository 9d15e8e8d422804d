package org.llmspell.tools.utility;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.node.expression.AddExpression;
import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Operators of Tera. Those that join texts refuse to make huge ones. */
final class TeraOperators {
  private TeraOperators() {}

  /** Whether a list, table or text contains something. */
  static final class In extends BinaryExpression<Object> {
    private final boolean negated;

    In(boolean negated) {
      this.negated = negated;
    }

    @Override
    public Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
      Object item = getLeftExpression().evaluate(self, context);
      Object all = getRightExpression().evaluate(self, context);
      return contains(all, item) != negated;
    }
  }

  static boolean contains(@Nullable Object all, @Nullable Object item) {
    return switch (all) {
      case Collection<?> list -> list.stream().anyMatch(each -> JsonDiff.same(each, item));
      case Map<?, ?> map -> map.containsKey(item);
      case null -> false;
      default -> all.toString().contains(String.valueOf(item));
    };
  }

  /** Joins two values as texts. */
  static final class Concat extends BinaryExpression<Object> {
    @Override
    public Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
      String left = Objects.toString(getLeftExpression().evaluate(self, context), "");
      String right = Objects.toString(getRightExpression().evaluate(self, context), "");
      Limits.result((long) left.length() + right.length(), TemplateEngine.MAX_OUTPUT);
      return left + right;
    }
  }

  /** Adds numbers, and joins texts. */
  static final class Add extends AddExpression {
    @Override
    public Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
      Object sum = super.evaluate(self, context);
      Limits.result(weight(sum, TemplateEngine.MAX_OUTPUT), TemplateEngine.MAX_OUTPUT);
      return sum;
    }
  }

  /** How large a value is when it is written out; stops counting beyond the limit. */
  static long weight(@Nullable Object value, long limit) {
    if (limit < 0) {
      return 1;
    }
    long sum = 1;
    switch (value) {
      case CharSequence text -> sum += text.length();
      case SafeString text -> sum += text.toString().length();
      case Collection<?> list -> {
        for (Object item : list) {
          sum += weight(item, limit - sum);
          if (sum > limit) {
            break;
          }
        }
      }
      case Map<?, ?> map -> sum += weight(map.values(), limit - sum) + map.size();
      case null, default -> {}
    }
    return sum;
  }
}
