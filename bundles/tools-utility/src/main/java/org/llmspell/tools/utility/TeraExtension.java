package org.llmspell.tools.utility;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.attributes.ResolvedAttribute;
import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.extension.Test;
import io.pebbletemplates.pebble.operator.Associativity;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.operator.BinaryOperatorImpl;
import io.pebbletemplates.pebble.operator.BinaryOperatorType;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Tera has and Pebble has not, or has in another way. */
final class TeraExtension extends AbstractExtension {
  private final Limits limits;

  TeraExtension(Limits limits) {
    this.limits = limits;
  }

  @Override
  public List<TokenParser> getTokenParsers() {
    return List.of(
        new TeraTags.For(limits),
        new TeraTags.If(limits),
        new TeraTags.Set("set", limits),
        new TeraTags.Set("set_global", limits));
  }

  @Override
  public List<BinaryOperator> getBinaryOperators() {
    return List.of(
        operator("in", 20, false),
        operator("not in", 20, true),
        new BinaryOperatorImpl(
            "~", 110, TeraOperators.Concat::new, BinaryOperatorType.NORMAL, Associativity.LEFT),
        new BinaryOperatorImpl(
            "+", 40, TeraOperators.Add::new, BinaryOperatorType.NORMAL, Associativity.LEFT));
  }

  private static BinaryOperator operator(String symbol, int precedence, boolean negated) {
    return new BinaryOperatorImpl(
        symbol,
        precedence,
        () -> new TeraOperators.In(negated),
        BinaryOperatorType.NORMAL,
        Associativity.LEFT);
  }

  @Override
  public Map<String, Filter> getFilters() {
    return TeraFilters.all();
  }

  @Override
  public Map<String, Test> getTests() {
    return TeraTests.all();
  }

  @Override
  public Map<String, Function> getFunctions() {
    return TeraFunctions.all();
  }

  /**
   * Only entries of tables and lists can be read; asked before the resolver that uses reflection.
   */
  @Override
  public List<AttributeResolver> getAttributeResolver() {
    return List.of((instance, name, arguments, args, context, file, line) -> {
      if (arguments == null && instance instanceof Map<?, ?> map) {
        String key = String.valueOf(name);
        if (map.containsKey(key)) {
          return new ResolvedAttribute(map.get(key));
        }
      }
      if (arguments == null && instance instanceof List<?> list) {
        int index = index(name);
        if (index >= 0 && index < list.size()) {
          return new ResolvedAttribute(list.get(index));
        }
      }
      throw new AttributeNotFoundException(null, "no such entry", String.valueOf(name), line, file);
    });
  }

  private static int index(@Nullable Object name) {
    String text = String.valueOf(name);
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
  }
}
