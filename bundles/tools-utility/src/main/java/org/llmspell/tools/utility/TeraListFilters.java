package org.llmspell.tools.utility;

import io.pebbletemplates.pebble.extension.Filter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The filters of Tera for lists, tables and the length of anything. */
final class TeraListFilters {
  private TeraListFilters() {}

  static void addTo(Map<String, Filter> filters) {
    TeraFilters.put(filters, "length", (x, a) -> length(x));
    TeraFilters.put(filters, "first", (x, a) -> item(list("first", x), 0));
    TeraFilters.put(filters, "last", (x, a) -> item(list("last", x), list("last", x).size() - 1));
    TeraFilters.put(filters, "nth", (x, a) -> item(list("nth", x), (int) a.number("n", 0)), "n");
    TeraFilters.put(filters, "join", TeraListFilters::join, "sep");
    TeraFilters.put(filters, "reverse", (x, a) -> reverse(x));
    TeraFilters.put(filters, "sort", TeraListFilters::sort, "attribute");
    TeraFilters.put(filters, "unique", TeraListFilters::unique, "attribute");
    TeraFilters.put(filters, "slice", TeraListFilters::slice, "start", "end");
    TeraFilters.put(filters, "map", TeraListFilters::map, "attribute");
    TeraFilters.put(filters, "filter", TeraListFilters::filter, "attribute", "value");
    TeraFilters.put(filters, "group_by", TeraListFilters::groupBy, "attribute");
    TeraFilters.put(filters, "concat", TeraListFilters::concat, "with");
    TeraFilters.put(filters, "get", TeraListFilters::get, "key", "default");
  }

  private static Object length(Object input) {
    return switch (input) {
      case Collection<?> list -> (long) list.size();
      case Map<?, ?> map -> (long) map.size();
      default -> (long) TeraFilters.text(input).codePointCount(0, TeraFilters.text(input).length());
    };
  }

  private static List<@Nullable Object> list(String filter, Object input) {
    if (input instanceof Map<?, ?> map && map.isEmpty()) {
      return new ArrayList<>(); // an empty table of Lua
    }
    if (!(input instanceof Collection<?> list)) {
      throw TeraFilters.failed(filter, "it needs a list");
    }
    return new ArrayList<>(list);
  }

  private static Object item(List<@Nullable Object> list, int index) {
    return index < 0 || index >= list.size() ? "" : Objects.requireNonNullElse(list.get(index), "");
  }

  private static Object join(Object input, TeraArguments arguments) {
    List<@Nullable Object> list = list("join", input);
    String separator = arguments.text("sep", "");
    Limits.result((long) separator.length() * list.size(), TemplateEngine.MAX_OUTPUT);
    return list.stream()
        .map(item -> item == null ? "" : TeraFilters.text(item))
        .collect(Collectors.joining(separator));
  }

  private static Object reverse(Object input) {
    if (input instanceof Collection<?>) {
      List<@Nullable Object> list = list("reverse", input);
      Collections.reverse(list);
      return list;
    }
    return new StringBuilder(TeraFilters.text(input)).reverse().toString();
  }

  private static Object sort(Object input, TeraArguments arguments) {
    List<@Nullable Object> list = list("sort", input);
    Comparator<@Nullable Object> order =
        (a, b) -> {
          Object x = attribute(a, arguments);
          Object y = attribute(b, arguments);
          return x instanceof Number m && y instanceof Number n
              ? Double.compare(m.doubleValue(), n.doubleValue())
              : Objects.toString(x, "").compareTo(Objects.toString(y, ""));
        };
    try {
      list.sort(order);
    } catch (IllegalArgumentException e) {
      throw TeraFilters.failed("sort", "the list mixes numbers and texts");
    }
    return list;
  }

  private static Object unique(Object input, TeraArguments arguments) {
    var seen = new LinkedHashSet<String>();
    return list("unique", input).stream()
        .filter(item -> seen.add(Json.write(attribute(item, arguments))))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Object slice(Object input, TeraArguments arguments) {
    List<@Nullable Object> list = list("slice", input);
    int size = list.size();
    int start = position(arguments.number("start", 0), size);
    int end = position(arguments.number("end", size), size);
    return start < end ? list.subList(start, end) : List.of();
  }

  /** Negative positions count from the end. */
  private static int position(double given, int size) {
    double position = given < 0 ? size + given : given;
    return (int) Math.clamp(position, 0, size);
  }

  private static Object map(Object input, TeraArguments arguments) {
    arguments.needed("attribute");
    return list("map", input).stream()
        .map(item -> attribute(item, arguments))
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Object filter(Object input, TeraArguments arguments) {
    arguments.needed("attribute");
    Object wanted = arguments.value("value");
    return list("filter", input).stream()
        .filter(item -> {
          Object value = attribute(item, arguments);
          return wanted == null ? value != null : JsonDiff.same(value, wanted);
        })
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Object groupBy(Object input, TeraArguments arguments) {
    arguments.needed("attribute");
    Map<String, List<@Nullable Object>> groups = new LinkedHashMap<>();
    for (Object item : list("group_by", input)) {
      Object value = attribute(item, arguments);
      if (value != null) {
        groups.computeIfAbsent(value.toString(), _ -> new ArrayList<>()).add(item);
      }
    }
    return groups;
  }

  private static Object concat(Object input, TeraArguments arguments) {
    List<@Nullable Object> list = list("concat", input);
    Object more = arguments.value("with");
    if (more instanceof Collection<?> items) {
      list.addAll(items);
    } else {
      list.add(more);
    }
    return list;
  }

  private static @Nullable Object get(Object input, TeraArguments arguments) {
    Object value = input instanceof Map<?, ?> map ? map.get(arguments.needed("key")) : null;
    Object found = value == null ? arguments.value("default") : value;
    if (found == null) {
      throw TeraFilters.failed("get", "there is no '%s'".formatted(arguments.needed("key")));
    }
    return found;
  }

  /** The entry of an item under a dotted name, or the item itself when no name is given. */
  private static @Nullable Object attribute(@Nullable Object item, TeraArguments arguments) {
    String path = arguments.text("attribute", "");
    Object value = item;
    if (!path.isEmpty()) {
      for (String name : path.split("\\.")) {
        value = value instanceof Map<?, ?> map ? map.get(name) : null;
      }
    }
    return value;
  }
}
