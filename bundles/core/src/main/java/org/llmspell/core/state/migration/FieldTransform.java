package org.llmspell.core.state.migration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change of a value on its way to another version. Names of fields may be dotted: {@code
 * address.city}. All changes of a step read the value as it was before the step, so their order
 * decides nothing but which one wins when two write the same field.
 */
public sealed interface FieldTransform {

  /** The fields that are read. */
  List<String> sources();

  /** The fields that are written. */
  List<String> targets();

  /**
   * Moves a field; with {@code keep} it copies.
   *
   * @param from the field that is read; nothing happens when it is absent
   * @param to the field that is written
   * @param keep whether {@code from} stays
   */
  record Copy(String from, String to, boolean keep) implements FieldTransform {
    @Override
    public List<String> sources() {
      return List.of(from);
    }

    @Override
    public List<String> targets() {
      return keep ? List.of(from, to) : List.of(to);
    }
  }

  /**
   * Gives a field another name; an error when both are there.
   *
   * @param from the old name
   * @param to the new name
   */
  record Rename(String from, String to) implements FieldTransform {
    @Override
    public List<String> sources() {
      return List.of(from);
    }

    @Override
    public List<String> targets() {
      return List.of(to);
    }
  }

  /**
   * Sets a field that is absent.
   *
   * @param field the field
   * @param value its value, a plain value
   */
  record Default(String field, @Nullable Object value) implements FieldTransform {
    @Override
    public List<String> sources() {
      return List.of();
    }

    @Override
    public List<String> targets() {
      return List.of(field);
    }
  }

  /**
   * Removes a field.
   *
   * @param field the field
   */
  record Remove(String field) implements FieldTransform {
    @Override
    public List<String> sources() {
      return List.of(field);
    }

    @Override
    public List<String> targets() {
      return List.of();
    }
  }

  /**
   * Changes the type of a field.
   *
   * @param from the field that is read; removed when it is not {@code to}
   * @param to the field that is written
   * @param fromType the type before, for messages
   * @param toType the type after
   * @param converter {@code parse_int}, {@code parse_float}, {@code parse_bool} or {@code
   *     to_string}
   */
  record Convert(String from, String to, String fromType, String toType, String converter)
      implements FieldTransform {
    @Override
    public List<String> sources() {
      return List.of(from);
    }

    @Override
    public List<String> targets() {
      return List.of(to);
    }
  }

  /**
   * Splits a text into fields; the last one takes what is left.
   *
   * @param from the field that is read; removed unless it is a target
   * @param to the fields that are written
   * @param splitter {@code comma_split} or {@code space_split}
   */
  record Split(String from, List<String> to, String splitter) implements FieldTransform {
    /** Copies the names. */
    public Split {
      to = List.copyOf(to);
    }

    @Override
    public List<String> sources() {
      return List.of(from);
    }

    @Override
    public List<String> targets() {
      return to;
    }
  }

  /**
   * Makes one field of several.
   *
   * @param from the fields that are read; removed unless one is the target
   * @param to the field that is written
   * @param merger {@code concat_strings} (with blanks), {@code sum_numbers} or {@code
   *     first_non_null}
   */
  record Merge(List<String> from, String to, String merger) implements FieldTransform {
    /** Copies the names. */
    public Merge {
      from = List.copyOf(from);
    }

    @Override
    public List<String> sources() {
      return from;
    }

    @Override
    public List<String> targets() {
      return List.of(to);
    }
  }

  /**
   * Has a named function compute fields.
   *
   * @param from the fields that it is given; removed unless they are targets
   * @param to the fields that are taken from its result
   * @param transformer the name of a {@link StateTransformer}
   * @param config passed to it, plain values
   */
  record Custom(
      List<String> from, List<String> to, String transformer, Map<String, @Nullable Object> config)
      implements FieldTransform {
    /** Copies the collections. */
    public Custom {
      from = List.copyOf(from);
      to = List.copyOf(to);
      config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    }

    @Override
    public List<String> sources() {
      return from;
    }

    @Override
    public List<String> targets() {
      return to;
    }
  }
}
