package org.llmspell.tools.utility;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** Reads rules from plain values, and says which one is wrong and why. */
final class RuleReader {
  private static final int MAX_RULES = 1000;
  private static final int MAX_DEPTH = 32;
  private static final Set<String> TYPES =
      Set.of("null", "boolean", "number", "string", "array", "object");

  private int count;
  private int depth;

  /** The rules of a list, or of {@code {rules = list}}; one rule alone will do as well. */
  List<Rule> rules(@Nullable Object given) {
    Object value =
        given instanceof Map<?, ?> map && map.containsKey("rules") ? map.get("rules") : given;
    if (value instanceof Map<?, ?> map && map.containsKey("type")) {
      return List.of(rule(map));
    }
    if (value instanceof Map<?, ?> map && map.isEmpty()) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw wrong("expected a list of rules, each {type = ...}");
    }
    if (++depth > MAX_DEPTH) {
      throw wrong("rules are nested deeper than " + MAX_DEPTH + " levels");
    }
    List<Rule> rules = new ArrayList<>();
    for (Object item : list) {
      if (!(item instanceof Map<?, ?> map)) {
        throw wrong("'%s' is no rule, expected {type = ...}".formatted(item));
      }
      rules.add(rule(map));
    }
    depth--;
    return rules;
  }

  private Rule rule(Map<?, ?> rule) {
    if (++count > MAX_RULES) {
      throw wrong("more than " + MAX_RULES + " rules");
    }
    String type = text(rule, "rule", "type");
    return switch (type) {
      case "required" -> new Rule.Required();
      case "type" -> type(rule);
      case "length" -> new Rule.Length(number(rule, type, "min"), number(rule, type, "max"));
      case "range" -> new Rule.Range(number(rule, type, "min"), number(rule, type, "max"));
      case "pattern" -> pattern(text(rule, type, "regex"));
      case "enum" -> new Rule.OneOf(list(rule, type, "values", true));
      case "email" -> new Rule.Email();
      case "url" -> new Rule.Url();
      case "date" -> date(text(rule, type, "format"));
      case "custom" -> custom(text(rule, type, "name"));
      case "array" ->
          new Rule.Items(
              number(rule, type, "min_items"),
              number(rule, type, "max_items"),
              flag(rule, type, "unique", false),
              rule.get("item_rules") == null ? List.of() : rules(rule.get("item_rules")));
      case "object" -> entries(rule);
      default ->
          throw wrong(
              "unknown rule type '%s'; known are required, type, length, range, pattern, enum, email, url, date, custom, array, object"
                  .formatted(type));
    };
  }

  private static Rule type(Map<?, ?> rule) {
    String expected = text(rule, "type", "expected");
    if (!TYPES.contains(expected)) {
      throw wrong(
          "rule 'type' expects null, boolean, number, string, array or object, not '%s'"
              .formatted(expected));
    }
    return new Rule.Type(expected);
  }

  private static Rule pattern(String regex) {
    return new Rule.Pattern(regex, SafeRegex.compile(regex, false, false, false));
  }

  private static Rule date(String format) {
    return new Rule.Date(format, new Strftime(format).formatter());
  }

  private static Rule custom(String name) {
    return new Rule.Custom(name);
  }

  private Rule entries(Map<?, ?> rule) {
    Map<String, List<Rule>> properties = new LinkedHashMap<>();
    if (rule.get("properties") instanceof Map<?, ?> map) {
      map.forEach((name, rules) -> properties.put(String.valueOf(name), rules(rules)));
    }
    Set<String> required = new LinkedHashSet<>();
    list(rule, "object", "required", false).forEach(name -> required.add(String.valueOf(name)));
    return new Rule.Entries(
        properties, required, flag(rule, "object", "additional_properties", true));
  }

  private static String text(Map<?, ?> rule, String type, String field) {
    if (rule.get(field) instanceof String text) {
      return text;
    }
    throw wrong("%s needs a text '%s'".formatted(name(type), field));
  }

  private static @Nullable Double number(Map<?, ?> rule, String type, String field) {
    Object value = rule.get(field);
    if (value == null || value instanceof Number) {
      return value == null ? null : ((Number) value).doubleValue();
    }
    throw wrong("%s needs a number '%s', not '%s'".formatted(name(type), field, value));
  }

  private static boolean flag(Map<?, ?> rule, String type, String field, boolean otherwise) {
    Object value = rule.get(field);
    if (value == null || value instanceof Boolean) {
      return value == null ? otherwise : (Boolean) value;
    }
    throw wrong("%s needs true or false for '%s', not '%s'".formatted(name(type), field, value));
  }

  private static List<?> list(Map<?, ?> rule, String type, String field, boolean needed) {
    Object value = rule.get(field);
    if (value instanceof List<?> list) {
      return list;
    }
    if (value == null && !needed || value instanceof Map<?, ?> map && map.isEmpty()) {
      return List.of();
    }
    throw wrong("%s needs a list '%s'".formatted(name(type), field));
  }

  private static String name(String type) {
    return type.equals("rule") ? "every rule" : "rule '" + type + "'";
  }

  private static SpellException wrong(String what) {
    return SpellException.validation("rules", "Invalid rules format: " + what);
  }
}
