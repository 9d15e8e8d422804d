package org.llmspell.tools.utility;

import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.node.AbstractRenderableNode;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tags of {@link TeraTags}, ready to run. Each step of a loop asks whether to go on. */
final class TeraNodes {
  private TeraNodes() {}

  /** A loop with {@code loop.index} from 1, {@code loop.index0}, {@code first} and {@code last}. */
  static final class Loop extends AbstractRenderableNode {
    private final @Nullable String key;
    private final String value;
    private final Expression<?> items;
    private final BodyNode body;
    private final @Nullable BodyNode otherwise;
    private final Limits limits;

    Loop(
        int line,
        @Nullable String key,
        String value,
        Expression<?> items,
        BodyNode body,
        @Nullable BodyNode otherwise,
        Limits limits) {
      super(line);
      this.key = key;
      this.value = value;
      this.items = items;
      this.body = body;
      this.otherwise = otherwise;
      this.limits = limits;
    }

    @Override
    public void accept(NodeVisitor visitor) {
      visitor.visit(body);
      if (otherwise != null) {
        visitor.visit(otherwise);
      }
    }

    @Override
    public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context)
        throws IOException {
      Object[] all = list(items.evaluate(self, context), self);
      if (all.length == 0 && otherwise != null) {
        otherwise.render(self, writer, context);
      }
      for (int i = 0; i < all.length; i++) {
        limits.check();
        Map<String, Object> scope = new HashMap<>();
        if (key != null && all[i] instanceof Map.Entry<?, ?> entry) {
          scope.put(key, entry.getKey());
          scope.put(value, entry.getValue());
        } else {
          scope.put(value, all[i]);
        }
        scope.put(
            "loop",
            Map.of(
                "index",
                (long) i + 1,
                "index0",
                (long) i,
                "first",
                i == 0,
                "last",
                i == all.length - 1,
                "length",
                (long) all.length));
        context.getScopeChain().pushScope(scope);
        body.render(self, writer, context);
        context.getScopeChain().popScope();
      }
    }

    private Object[] list(@Nullable Object given, PebbleTemplateImpl self) {
      return switch (given) {
        case Map<?, ?> map when key != null -> map.entrySet().toArray();
        case Map<?, ?> map when map.isEmpty() -> new Object[0]; // may be an empty list of Lua
        case Collection<?> list when key == null -> list.toArray();
        case String text when key == null ->
            text.codePoints().mapToObj(Character::toString).toArray();
        case null, default ->
            throw new PebbleException(
                null,
                key == null
                    ? "for needs a list; for a table write: for key, value in table"
                    : "for with a key and a value needs a table",
                getLineNumber(),
                self.getName());
      };
    }
  }

  /** One condition and what is shown when it holds. */
  record Branch(Expression<?> condition, BodyNode body) {}

  /** Shows the first branch whose condition holds. An unknown variable counts as false. */
  static final class Choose extends AbstractRenderableNode {
    private final List<Branch> branches;
    private final @Nullable BodyNode otherwise;
    private final Limits limits;

    Choose(int line, List<Branch> branches, @Nullable BodyNode otherwise, Limits limits) {
      super(line);
      this.branches = branches;
      this.otherwise = otherwise;
      this.limits = limits;
    }

    @Override
    public void accept(NodeVisitor visitor) {
      branches.forEach(branch -> visitor.visit(branch.body()));
      if (otherwise != null) {
        visitor.visit(otherwise);
      }
    }

    @Override
    public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context)
        throws IOException {
      limits.check();
      for (Branch branch : branches) {
        if (holds(branch.condition(), self, context)) {
          branch.body().render(self, writer, context);
          return;
        }
      }
      if (otherwise != null) {
        otherwise.render(self, writer, context);
      }
    }

    private static boolean holds(
        Expression<?> condition, PebbleTemplateImpl self, EvaluationContextImpl context) {
      try {
        return truthy(condition.evaluate(self, context));
      } catch (AttributeNotFoundException e) {
        return false;
      }
    }
  }

  static boolean truthy(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean flag -> flag;
      case Number number -> number.doubleValue() != 0 && !Double.isNaN(number.doubleValue());
      case Collection<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> !value.toString().isEmpty();
    };
  }

  /** Gives a variable a value, unless that is huge. */
  static final class Assign extends AbstractRenderableNode {
    private final String name;
    private final Expression<?> value;
    private final Limits limits;

    Assign(int line, String name, Expression<?> value, Limits limits) {
      super(line);
      this.name = name;
      this.value = value;
      this.limits = limits;
    }

    @Override
    public void accept(NodeVisitor visitor) {
      // holds no further nodes
    }

    @Override
    public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context) {
      limits.check();
      Object result = Objects.requireNonNullElse(value.evaluate(self, context), "");
      Limits.result(
          TeraOperators.weight(result, TemplateEngine.MAX_OUTPUT), TemplateEngine.MAX_OUTPUT);
      context.getScopeChain().set(name, result);
    }
  }
}
