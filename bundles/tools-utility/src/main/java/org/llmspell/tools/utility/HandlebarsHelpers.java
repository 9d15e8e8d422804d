package org.llmspell.tools.utility;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.helper.DefaultHelperRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** The helpers that templates may use; those of the library that read files are not among them. */
final class HandlebarsHelpers extends DefaultHelperRegistry {
  private static final Set<String> ALLOWED =
      Set.of(
          "if",
          "unless",
          "with",
          "each",
          "lookup",
          "uppercase",
          "lowercase",
          "len",
          "eq",
          "ne",
          "gt",
          "gte",
          "lt",
          "lte",
          "and",
          "or",
          "not",
          "helperMissing");

  private final Limits limits;

  HandlebarsHelpers(Limits limits) {
    this.limits = limits;
    registerHelperMissing((value, options) -> {
      throw SpellException.tool(
          "template-engine",
          "Template rendering failed: Variable '%s' not found in the context, and there is no such helper"
              .formatted(options.helperName),
          null);
    });
    register("each", this::each);
    register("uppercase", (value, options) -> text(value).toUpperCase(Locale.ROOT));
    register("lowercase", (value, options) -> text(value).toLowerCase(Locale.ROOT));
    register("len", (value, options) -> length(value));
    register("eq", (value, options) -> answer(options, JsonDiff.same(value, second(options))));
    register("ne", (value, options) -> answer(options, !JsonDiff.same(value, second(options))));
    register("gt", (value, options) -> answer(options, compare(value, options) > 0));
    register("gte", (value, options) -> answer(options, compare(value, options) >= 0));
    register("lt", (value, options) -> answer(options, compare(value, options) < 0));
    register("lte", (value, options) -> answer(options, compare(value, options) <= 0));
    register(
        "and",
        (value, options) ->
            answer(options, !options.isFalsy(value) && !options.isFalsy(second(options))));
    register(
        "or",
        (value, options) ->
            answer(options, !options.isFalsy(value) || !options.isFalsy(second(options))));
    register("not", (value, options) -> answer(options, options.isFalsy(value)));
  }

  private void register(String name, Helper<Object> helper) {
    registerHelper(name, helper);
  }

  @Override
  @SuppressWarnings("NullAway") // null says that there is none
  public <C> Helper<C> helper(String name) {
    return ALLOWED.contains(name) ? super.helper(name) : null;
  }

  /** Walks lists and objects, checking time and size at each step. */
  private Object each(@Nullable Object value, Options options) throws IOException {
    List<? extends Map.Entry<?, ?>> items =
        switch (value) {
          case Map<?, ?> map -> List.copyOf(map.entrySet());
          case Collection<?> list -> numbered(list);
          case null, default -> List.of();
        };
    if (items.isEmpty()) {
      return options.inverse();
    }
    Options.Buffer buffer = options.buffer();
    long size = 0;
    for (int i = 0; i < items.size(); i++) {
      limits.check();
      Map.Entry<?, ?> item = items.get(i);
      var context =
          Context.newBuilder(options.context, item.getValue())
              .combine("@key", item.getKey())
              .combine("@index", i)
              .combine("@first", i == 0)
              .combine("@last", i == items.size() - 1)
              .build();
      CharSequence part =
          options.apply(options.fn, context, List.of(item.getValue(), item.getKey()));
      size += part.length();
      Limits.result(size, TemplateEngine.MAX_OUTPUT);
      buffer.append(part);
    }
    return buffer;
  }

  private static List<Map.Entry<Integer, Object>> numbered(Collection<?> list) {
    List<Map.Entry<Integer, Object>> items = new ArrayList<>();
    for (Object item : list) {
      items.add(Map.entry(items.size(), item == null ? "" : item));
    }
    return items;
  }

  /** As a block it chooses what to show, otherwise it is a value. */
  private static Object answer(Options options, boolean yes) throws IOException {
    if (options.tagType.inline()) {
      return yes ? "true" : ""; // an empty text counts as false
    }
    return yes ? options.fn() : options.inverse();
  }

  private static int compare(@Nullable Object value, Options options) {
    Object other = second(options);
    if (value instanceof Number a && other instanceof Number b) {
      return Double.compare(a.doubleValue(), b.doubleValue());
    }
    return text(value).compareTo(text(other));
  }

  private static @Nullable Object second(Options options) {
    return options.params.length == 0 ? null : options.param(0);
  }

  private static int length(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> map.size();
      case Collection<?> list -> list.size();
      case null -> 0;
      default -> text(value).codePointCount(0, text(value).length());
    };
  }

  private static String text(@Nullable Object value) {
    return Objects.toString(value, "");
  }
}
