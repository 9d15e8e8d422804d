package org.llmspell.state.migration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** A validator of a field. A null value breaks only {@link NotNull}. */
sealed interface FieldRule {

  /** What is wrong with a value; empty when nothing is. */
  Optional<String> problem(String field, @Nullable Object value);

  /** The value is there. */
  record NotNull() implements FieldRule {
    @Override
    public Optional<String> problem(String field, @Nullable Object value) {
      return value == null
          ? Optional.of("Field '%s' cannot be null".formatted(field))
          : Optional.empty();
    }
  }

  /** A number between two. */
  record Range(double min, double max) implements FieldRule {
    @Override
    public Optional<String> problem(String field, @Nullable Object value) {
      if (!(value instanceof Number number)) {
        return Optional.empty();
      }
      if (number.doubleValue() < min) {
        return Optional.of("Field '%s' value %s below minimum %s".formatted(field, number, min));
      }
      return number.doubleValue() > max
          ? Optional.of("Field '%s' value %s above maximum %s".formatted(field, number, max))
          : Optional.empty();
    }
  }

  /** A text, list or map of a length between two. */
  record Length(long min, long max) implements FieldRule {
    @Override
    public Optional<String> problem(String field, @Nullable Object value) {
      long length =
          switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case null, default -> min;
          };
      if (length < min) {
        return Optional.of("Field '%s' length %d below minimum %d".formatted(field, length, min));
      }
      return length > max
          ? Optional.of("Field '%s' length %d above maximum %d".formatted(field, length, max))
          : Optional.empty();
    }
  }

  /** A text that contains another. */
  record Contains(String part) implements FieldRule {
    @Override
    public Optional<String> problem(String field, @Nullable Object value) {
      return value instanceof String text && !text.contains(part)
          ? Optional.of("Field '%s' does not contain the pattern '%s'".formatted(field, part))
          : Optional.empty();
    }
  }

  /** One of some texts. */
  record OneOf(Set<String> allowed) implements FieldRule {
    @Override
    public Optional<String> problem(String field, @Nullable Object value) {
      return value != null && !allowed.contains(String.valueOf(value))
          ? Optional.of(
              "Field '%s' value '%s' is none of %s"
                  .formatted(field, FieldTypes.shown(value), allowed))
          : Optional.empty();
    }
  }

  /**
   * Reads a rule such as {@code range:0,100}.
   *
   * @throws SpellException of kind Validation when there is no such rule
   */
  static FieldRule parse(String field, String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String rest = colon < 0 ? "" : text.substring(colon + 1);
    try {
      return switch (name.strip()) {
        case "not_null" -> new NotNull();
        case "range" ->
            new Range(bound(rest, 0, -Double.MAX_VALUE), bound(rest, 1, Double.MAX_VALUE));
        case "length" ->
            new Length((long) bound(rest, 0, 0), (long) bound(rest, 1, Long.MAX_VALUE));
        case "pattern" -> new Contains(rest);
        case "one_of" -> new OneOf(Set.copyOf(List.of(rest.split(",", -1))));
        default -> throw unknown(field, text);
      };
    } catch (NumberFormatException _) {
      throw unknown(field, text);
    }
  }

  private static double bound(String text, int index, double otherwise) {
    String[] parts = text.split(",", -1);
    if (parts.length != 2) {
      throw new NumberFormatException(text);
    }
    return parts[index].isBlank() ? otherwise : Double.parseDouble(parts[index].strip());
  }

  private static SpellException unknown(String field, String text) {
    return SpellException.validation(
        field,
        "Field '%s' has the unknown validator '%s'; use not_null, range:MIN,MAX, length:MIN,MAX, pattern:TEXT or one_of:A,B"
            .formatted(field, text));
  }
}
