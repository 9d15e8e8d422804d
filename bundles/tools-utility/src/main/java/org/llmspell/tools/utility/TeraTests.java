package org.llmspell.tools.utility;

import io.pebbletemplates.pebble.extension.Test;
import io.pebbletemplates.pebble.extension.core.DefinedTest;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The tests of Tera: {@code value is odd}. */
final class TeraTests {
  private TeraTests() {}

  static Map<String, Test> all() {
    Map<String, Test> tests = new HashMap<>();
    tests.put("undefined", new Undefined());
    put(tests, "odd", (x, a) -> Math.floorMod((long) TeraFilters.number(x), 2L) == 1);
    put(tests, "even", (x, a) -> Math.floorMod((long) TeraFilters.number(x), 2L) == 0);
    put(tests, "string", (x, a) -> x instanceof String);
    put(tests, "number", (x, a) -> x instanceof Number);
    put(tests, "iterable", (x, a) -> x instanceof Collection || x instanceof Map);
    put(tests, "object", (x, a) -> x instanceof Map);
    put(tests, "divisibleby", (x, a) -> TeraFilters.number(x) % TeraFilters.number(a) == 0);
    put(tests, "starting_with", (x, a) -> x.toString().startsWith(a.toString()));
    put(tests, "ending_with", (x, a) -> x.toString().endsWith(a.toString()));
    put(tests, "containing", TeraOperators::contains);
    put(
        tests,
        "matching",
        (x, a) -> SafeRegex.compile(a.toString(), false, false, false).find(x.toString()));
    return tests;
  }

  private static void put(Map<String, Test> tests, String name, BiPredicate<Object, Object> check) {
    tests.put(name, new Plain(check));
  }

  /** A test made of a function of the value and the one argument. */
  private record Plain(BiPredicate<Object, Object> check) implements Test {
    @Override
    public List<String> getArgumentNames() {
      return List.of("pat");
    }

    @Override
    public boolean apply(
        @Nullable Object input,
        Map<String, Object> args,
        PebbleTemplate self,
        EvaluationContext context,
        int line) {
      Object argument = args.get("pat");
      return input != null && check.test(input, argument == null ? "" : argument);
    }
  }

  /** A subclass, because the parser lets only this class see a variable that is missing. */
  private static final class Undefined extends DefinedTest {
    @Override
    public boolean apply(
        @Nullable Object input,
        Map<String, Object> args,
        PebbleTemplate self,
        EvaluationContext context,
        int line) {
      return !super.apply(input, args, self, context, line);
    }
  }
}
