package org.llmspell.tools.utility;

import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.core.DefaultFilter;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** The filters of Tera that work on single values; {@link TeraListFilters} has those for lists. */
final class TeraFilters {
  private TeraFilters() {}

  /** What a filter does with its input. */
  interface Body {
    @Nullable Object apply(Object input, TeraArguments arguments);
  }

  static Map<String, Filter> all() {
    Map<String, Filter> filters = new HashMap<>();
    texts(filters);
    numbers(filters);
    TeraListFilters.addTo(filters);
    put(filters, "safe", (x, a) -> new SafeString(text(x)));
    put(filters, "as_str", (x, a) -> text(x));
    put(filters, "json_encode", (x, a) -> new SafeString(Json.write(x)), "pretty");
    put(filters, "date", (x, a) -> date(x, a.text("format", "%Y-%m-%d")), "format");
    filters.put("default", new OrElse());
    return filters;
  }

  private static void texts(Map<String, Filter> filters) {
    put(filters, "upper", (x, a) -> text(x).toUpperCase(Locale.ROOT));
    put(filters, "lower", (x, a) -> text(x).toLowerCase(Locale.ROOT));
    put(filters, "capitalize", (x, a) -> capitalize(text(x)));
    put(filters, "title", (x, a) -> title(text(x)));
    put(filters, "trim", (x, a) -> text(x).strip());
    put(filters, "trim_start", (x, a) -> text(x).stripLeading());
    put(filters, "trim_end", (x, a) -> text(x).stripTrailing());
    put(
        filters,
        "wordcount",
        (x, a) -> text(x).isBlank() ? 0L : (long) text(x).strip().split("\\s+").length);
    put(filters, "replace", TeraFilters::replace, "from", "to");
    put(filters, "truncate", TeraFilters::truncate, "length", "end");
    put(filters, "striptags", (x, a) -> text(x).replaceAll("<[^<>]*+>", ""));
    put(filters, "addslashes", (x, a) -> text(x).replaceAll("[\\\\\"']", "\\\\$0"));
    put(filters, "slugify", (x, a) -> slug(text(x)));
    put(
        filters,
        "urlencode",
        (x, a) -> URLEncoder.encode(text(x), StandardCharsets.UTF_8).replace("+", "%20"));
    put(
        filters,
        "split",
        (x, a) -> List.of(text(x).split(Pattern.quote(a.text("pat", " ")), -1)),
        "pat");
    put(filters, "linebreaksbr", (x, a) -> text(x).replace("\r\n", "<br>").replace("\n", "<br>"));
    put(filters, "indent", (x, a) -> indent(text(x), a.text("prefix", "    ")), "prefix");
  }

  private static void numbers(Map<String, Filter> filters) {
    put(filters, "abs", (x, a) -> x instanceof Long n ? (Object) Math.abs(n) : Math.abs(number(x)));
    put(filters, "int", (x, a) -> (long) number(x));
    put(filters, "float", (x, a) -> number(x));
    put(filters, "round", TeraFilters::round, "method", "precision");
    put(
        filters,
        "pluralize",
        (x, a) -> Math.abs(number(x)) == 1 ? a.text("singular", "") : a.text("plural", "s"),
        "singular",
        "plural");
    put(filters, "filesizeformat", (x, a) -> fileSize(number(x)));
  }

  static void put(Map<String, Filter> filters, String name, Body body, String... arguments) {
    filters.put(name, new Plain(name, List.of(arguments), body));
  }

  /** A filter made of a function. */
  private record Plain(String name, List<String> names, Body body) implements Filter {
    @Override
    public List<String> getArgumentNames() {
      return names;
    }

    @Override
    public @Nullable Object apply(
        @Nullable Object input,
        Map<String, Object> args,
        PebbleTemplate self,
        EvaluationContext context,
        int line) {
      if (input == null) {
        throw failed(name, "it needs a value");
      }
      Object result = body.apply(input, new TeraArguments(name, args));
      Limits.result(
          TeraOperators.weight(result, TemplateEngine.MAX_OUTPUT), TemplateEngine.MAX_OUTPUT);
      return result;
    }
  }

  /** Takes the place of a value that is missing; a subclass, because the parser asks for that. */
  private static final class OrElse extends DefaultFilter {
    @Override
    public List<String> getArgumentNames() {
      return List.of("value");
    }

    @Override
    public @Nullable Object apply(
        @Nullable Object input,
        Map<String, Object> args,
        PebbleTemplate self,
        EvaluationContext context,
        int line) {
      return input == null ? args.get("value") : input;
    }
  }

  static SpellException failed(String filter, String why) {
    return SpellException.tool(
        "template-engine",
        "Template rendering failed: filter '%s': %s".formatted(filter, why),
        null);
  }

  static String text(Object value) {
    return value instanceof Map || value instanceof List ? Json.write(value) : value.toString();
  }

  static double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    try {
      return Double.parseDouble(value.toString().strip());
    } catch (NumberFormatException e) {
      throw failed("number", "'%s' is no number".formatted(value));
    }
  }

  private static String capitalize(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String title(String text) {
    var out = new StringBuilder();
    boolean start = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(start ? Character.toUpperCase(c) : Character.toLowerCase(c));
      start = !Character.isLetterOrDigit(c) && c != '\'';
    }
    return out.toString();
  }

  private static Object replace(Object input, TeraArguments arguments) {
    String from = arguments.needed("from");
    String to = arguments.needed("to");
    String text = text(input);
    if (from.isEmpty()) {
      return text;
    }
    long hits = (text.length() - (long) text.replace(from, "").length()) / from.length();
    Limits.result(text.length() + hits * to.length(), TemplateEngine.MAX_OUTPUT);
    return text.replace(from, to);
  }

  private static Object truncate(Object input, TeraArguments arguments) {
    String text = text(input);
    int max = (int) arguments.number("length", 255);
    return text.codePointCount(0, text.length()) <= max
        ? text
        : text.substring(0, text.offsetByCodePoints(0, Math.max(0, max)))
            + arguments.text("end", "…");
  }

  private static String slug(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}+", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }

  private static String indent(String text, String prefix) {
    long lines = text.lines().count();
    Limits.result(text.length() + lines * prefix.length(), TemplateEngine.MAX_OUTPUT);
    return text.replace("\n", "\n" + prefix);
  }

  private static Object round(Object input, TeraArguments arguments) {
    double scale = Math.pow(10, arguments.number("precision", 0));
    double value = number(input) * scale;
    String method = arguments.text("method", "common");
    double rounded =
        switch (method) {
          case "common" -> Math.copySign(Math.floor(Math.abs(value) + 0.5), value);
          case "ceil" -> Math.ceil(value);
          case "floor" -> Math.floor(value);
          default ->
              throw failed("round", "method must be common, ceil or floor, not '" + method + "'");
        };
    double result = rounded / scale;
    return scale == 1 && Math.abs(result) < 1e15 ? (Object) (long) result : result;
  }

  private static String fileSize(double bytes) {
    String[] units = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};
    int unit = 0;
    double size = bytes;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit == 0
        ? "%d B".formatted((long) size)
        : String.format(Locale.ROOT, "%.2f %s", size, units[unit]);
  }

  private static String date(Object input, String format) {
    String text = input instanceof Number n ? Long.toString(n.longValue()) : input.toString();
    return new Strftime(format)
        .formatter()
        .format(DateReader.read("date", text).atZone(ZoneOffset.UTC));
  }
}
