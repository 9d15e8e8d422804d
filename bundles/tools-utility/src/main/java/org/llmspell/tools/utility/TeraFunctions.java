package org.llmspell.tools.utility;

import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.llmspell.core.error.SpellException;

/** The functions of Tera: {@code range}, {@code now} and {@code throw}. */
final class TeraFunctions {
  private static final int MAX_RANGE = 1_000_000;

  private TeraFunctions() {}

  /** What a function does with its arguments. */
  private interface Body {
    Object apply(Map<String, Object> arguments);
  }

  static Map<String, Function> all() {
    return Map.of(
        "range", new Plain(List.of("start", "end", "step_by"), TeraFunctions::range),
        "now", new Plain(List.of("timestamp"), TeraFunctions::now),
        "throw", new Plain(List.of("message"), TeraFunctions::fail));
  }

  private record Plain(List<String> names, Body body) implements Function {
    @Override
    public List<String> getArgumentNames() {
      return names;
    }

    @Override
    public Object execute(
        Map<String, Object> args, PebbleTemplate self, EvaluationContext context, int line) {
      return body.apply(args);
    }
  }

  /** {@code range(end=n)} or {@code range(start=a, end=b, step_by=c)}; the end is not included. */
  private static Object range(Map<String, Object> values) {
    var arguments = new TeraArguments("range", values);
    arguments.needed("end");
    long start = (long) arguments.number("start", 0);
    long end = (long) arguments.number("end", 0);
    long step = (long) arguments.number("step_by", 1);
    if (step < 1) {
      throw TeraFilters.failed("range", "step_by must be at least 1");
    }
    long count = end > start ? Math.ceilDiv(end - start, step) : 0;
    Limits.result(count, MAX_RANGE);
    return LongStream.range(0, count).mapToObj(i -> start + i * step).toList();
  }

  private static Object now(Map<String, Object> values) {
    Instant now = Instant.now();
    return Boolean.TRUE.equals(values.get("timestamp"))
        ? (Object) now.getEpochSecond()
        : new Strftime("%Y-%m-%dT%H:%M:%S%:z").formatter().format(now.atZone(ZoneOffset.UTC));
  }

  private static Object fail(Map<String, Object> values) {
    throw SpellException.tool(
        "template-engine",
        "Template rendering failed: " + Objects.toString(values.get("message"), "throw was called"),
        null);
  }
}
