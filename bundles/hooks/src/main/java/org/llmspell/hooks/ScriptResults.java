package org.llmspell.hooks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookResult;

/** Reads what a script hook returns, a plain value, as a result. */
final class ScriptResults {
  private static final long DEFAULT_TTL_MILLIS = 300_000;

  private ScriptResults() {}

  /**
   * The result.
   *
   * @throws SpellException of kind Validation when a field that it needs is missing or wrong
   */
  static HookResult read(@Nullable Object returned) {
    return switch (returned) {
      case String text -> ofText(text);
      case Map<?, ?> table -> ofTable(table);
      case null, default -> HookResult.proceed();
    };
  }

  private static HookResult ofText(String text) {
    return switch (text) {
      case "continue" -> HookResult.proceed();
      case "skip", "skipped" -> new HookResult.Skipped("Skipped by script hook");
      default -> new HookResult.Cancel(text);
    };
  }

  private static HookResult ofTable(Map<?, ?> table) {
    Object type = table.get("type") != null ? table.get("type") : table.get("action");
    return switch (String.valueOf(type)) {
      case "modified", "modify" -> new HookResult.Modified(data(table));
      case "cancel" -> new HookResult.Cancel(text(table, "reason", "Cancelled by script hook"));
      case "redirect" -> new HookResult.Redirect(needed(table, "target"));
      case "replace" -> new HookResult.Replace(data(table));
      case "retry" ->
          new HookResult.Retry(
              Duration.ofMillis(number(table, "delay_ms", 1_000)),
              (int) number(table, "max_attempts", 3));
      case "skipped", "skip" ->
          new HookResult.Skipped(text(table, "reason", "Skipped by script hook"));
      case "fork" -> fork(table);
      case "cache" -> new HookResult.Cache(needed(table, "key"), ttl(table));
      default -> HookResult.proceed();
    };
  }

  private static Object data(Map<?, ?> table) {
    Object data = table.get("data") != null ? table.get("data") : table.get("modified_data");
    return data == null || data instanceof List<?> list && list.isEmpty() ? Map.of() : data;
  }

  private static Duration ttl(Map<?, ?> table) {
    if (table.get("ttl_seconds") != null || table.get("ttl") != null) {
      String key = table.get("ttl_seconds") != null ? "ttl_seconds" : "ttl";
      return Duration.ofMillis((long) (1_000 * decimal(table, key, 0)));
    }
    return Duration.ofMillis(number(table, "ttl_ms", DEFAULT_TTL_MILLIS));
  }

  private static HookResult.Fork fork(Map<?, ?> table) {
    List<HookResult.Fork.Operation> operations = new ArrayList<>();
    Object given =
        table.get("operations") != null
            ? table.get("operations")
            : table.get("parallel_operations");
    if (given instanceof List<?> list) {
      for (Object item : list) {
        if (!(item instanceof Map<?, ?> operation)) {
          throw SpellException.validation(
              "operations",
              "Each operation of a fork is a table {id =, operation_type =, parameters =}");
        }
        operations.add(operation(operation, operations.size() + 1));
      }
    }
    return new HookResult.Fork(operations);
  }

  @SuppressWarnings(
      "NullAway") // compact constructors of records lose nullness inside type arguments
  private static HookResult.Fork.Operation operation(Map<?, ?> table, int number) {
    String key =
        table.get("operation_type") != null
            ? "operation_type"
            : table.get("tool") != null ? "tool" : "type";
    return new HookResult.Fork.Operation(
        text(table, "id", String.valueOf(number)),
        needed(table, key),
        table.get("parameters") instanceof Map<?, ?> map ? ToolResults.keyed(map) : Map.of());
  }

  private static String text(Map<?, ?> table, String key, String otherwise) {
    Object value = table.get(key);
    return value == null ? otherwise : value.toString();
  }

  private static String needed(Map<?, ?> table, String key) {
    Object value = table.get(key);
    if (!(value instanceof String text) || text.isBlank()) {
      throw SpellException.validation(
          key, "A result of a hook needs the string '%s', but it is %s".formatted(key, value));
    }
    return text;
  }

  private static long number(Map<?, ?> table, String key, long otherwise) {
    return (long) decimal(table, key, otherwise);
  }

  private static double decimal(Map<?, ?> table, String key, double otherwise) {
    return switch (table.get(key)) {
      case null -> otherwise;
      case Number number -> number.doubleValue();
      case Object value ->
          throw SpellException.validation(
              key,
              "In the result of a hook, '%s' must be a number, not '%s'".formatted(key, value));
    };
  }
}
