package org.llmspell.core.script;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * The arguments of a call: plain values, {@link ScriptCallback}s and {@link ScriptObject}s that the
 * script got from a global before. For use during the call.
 *
 * @param function the name of the function, for messages
 * @param values the arguments; those that are missing or nil are null
 */
public record ScriptArguments(String function, List<@Nullable Object> values) {

  /** The argument at an index counted from 0; null when it is nil or missing. */
  public @Nullable Object get(int index) {
    return index < values.size() ? values.get(index) : null;
  }

  /** How many arguments there are. */
  public int size() {
    return values.size();
  }

  /**
   * The text at an index.
   *
   * @throws SpellException of kind Validation when it is no text
   */
  public String text(int index, String name) {
    return expect(index, name, String.class, "a string");
  }

  /** The text at an index, or empty when it is nil. */
  public Optional<String> optionalText(int index, String name) {
    return get(index) == null ? Optional.empty() : Optional.of(text(index, name));
  }

  /** The number at an index, or empty when it is nil. */
  public Optional<Double> optionalNumber(int index, String name) {
    return get(index) == null
        ? Optional.empty()
        : Optional.of(expect(index, name, Number.class, "a number").doubleValue());
  }

  /**
   * The function at an index.
   *
   * @throws SpellException of kind Validation when it is no function
   */
  public ScriptCallback callback(int index, String name) {
    return expect(index, name, ScriptCallback.class, "a function");
  }

  /**
   * The table at an index.
   *
   * @throws SpellException of kind Validation when it is no table with text keys
   */
  @SuppressWarnings("unchecked") // tables arrive with text keys only
  public Map<String, @Nullable Object> table(int index, String name) {
    return (Map<String, @Nullable Object>) expect(index, name, Map.class, "a table");
  }

  /** The table at an index, or an empty one when it is nil. */
  public Map<String, @Nullable Object> optionalTable(int index, String name) {
    return get(index) == null ? Map.of() : table(index, name);
  }

  /** Whether the argument at an index is neither nil nor false. */
  public boolean truthy(int index) {
    Object value = get(index);
    return value != null && !Boolean.FALSE.equals(value);
  }

  private <T> T expect(int index, String name, Class<T> type, String wanted) {
    Object value = get(index);
    if (!type.isInstance(value)) {
      throw SpellException.validation(
          name,
          "%s: argument %d ('%s') must be %s, not %s"
              .formatted(function, index + 1, name, wanted, describe(value)));
    }
    return type.cast(value);
  }

  private static String describe(@Nullable Object value) {
    return switch (value) {
      case null -> "nil";
      case String _ -> "a string";
      case Number _ -> "a number";
      case Boolean _ -> "a boolean";
      case Map<?, ?> _ -> "a table";
      case List<?> _ -> "an array";
      case ScriptCallback _ -> "a function";
      default -> "an object";
    };
  }
}
