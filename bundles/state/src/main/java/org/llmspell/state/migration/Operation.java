package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.migration.FieldTransform;
import org.llmspell.core.state.migration.StateTransformer;

/**
 * One transform, ready to be applied many times. A step first has all its operations {@link
 * #clear}, then all of them {@link #write}: so two of them may swap fields. For one thread.
 */
abstract class Operation {

  /** Takes out of the copy what the transform moves away. */
  abstract void clear(Map<String, @Nullable Object> copy);

  /** Reads the original and writes the copy. */
  abstract void write(Map<String, @Nullable Object> original, Map<String, @Nullable Object> copy);

  static Operation of(FieldTransform transform, Functions functions) {
    return switch (transform) {
      case FieldTransform.Copy copy ->
          new Move(copy.from(), copy.to(), !copy.keep() && !copy.from().equals(copy.to()), false);
      case FieldTransform.Rename rename -> new Move(rename.from(), rename.to(), true, true);
      case FieldTransform.Default fallback -> new Fallback(fallback);
      case FieldTransform.Remove remove -> new Removal(new FieldPath(remove.field()));
      case FieldTransform.Convert convert -> new Conversion(convert);
      case FieldTransform.Split split -> new Compound.Splitting(split);
      case FieldTransform.Merge merge -> new Compound.Merging(merge);
      case FieldTransform.Custom custom -> new Call(custom, functions.find(custom.transformer()));
    };
  }

  private static final class Move extends Operation {
    private final FieldPath from;
    private final FieldPath to;
    private final boolean removes;
    private final boolean strict;

    Move(String from, String to, boolean removes, boolean strict) {
      this.from = new FieldPath(from);
      this.to = new FieldPath(to);
      this.removes = removes;
      this.strict = strict;
    }

    @Override
    void clear(Map<String, @Nullable Object> copy) {
      if (removes) {
        from.remove(copy);
      }
    }

    @Override
    void write(Map<String, @Nullable Object> original, Map<String, @Nullable Object> copy) {
      Object value = from.get(original);
      if (value == FieldPath.ABSENT) {
        return;
      }
      if (strict && to.isIn(copy)) {
        throw new TransformException(
            "FieldTransformFailed",
            "Field '%s' can not be renamed to '%s': there is such a field already"
                .formatted(from, to));
      }
      to.set(copy, value);
    }
  }

  private static final class Fallback extends Operation {
    private final FieldPath field;
    private final @Nullable Object value;

    Fallback(FieldTransform.Default fallback) {
      this.field = new FieldPath(fallback.field());
      this.value = fallback.value();
    }

    @Override
    void clear(Map<String, @Nullable Object> copy) {
      // It only adds.
    }

    @Override
    void write(Map<String, @Nullable Object> original, Map<String, @Nullable Object> copy) {
      if (!field.isIn(copy)) {
        field.set(copy, value);
      }
    }
  }

  private static final class Removal extends Operation {
    private final FieldPath field;

    Removal(FieldPath field) {
      this.field = field;
    }

    @Override
    void clear(Map<String, @Nullable Object> copy) {
      field.remove(copy);
    }

    @Override
    void write(Map<String, @Nullable Object> original, Map<String, @Nullable Object> copy) {
      // It only removes.
    }
  }

  private static final class Conversion extends Operation {
    private final FieldTransform.Convert convert;
    private final FieldPath from;
    private final FieldPath to;
    private final boolean removes;

    Conversion(FieldTransform.Convert convert) {
      Conversions.check(convert);
      this.convert = convert;
      this.from = new FieldPath(convert.from());
      this.to = new FieldPath(convert.to());
      this.removes = !convert.from().equals(convert.to());
    }

    @Override
    void clear(Map<String, @Nullable Object> copy) {
      if (removes) {
        from.remove(copy);
      }
    }

    @Override
    void write(Map<String, @Nullable Object> original, Map<String, @Nullable Object> copy) {
      Object value = from.get(original);
      if (value != FieldPath.ABSENT) {
        to.set(copy, Conversions.convert(convert, value));
      }
    }
  }

  private static final class Call extends Operation {
    private final FieldTransform.Custom custom;
    private final StateTransformer function;
    private final List<FieldPath> from;
    private final List<FieldPath> to;

    Call(FieldTransform.Custom custom, StateTransformer function) {
      this.custom = custom;
      this.function = function;
      this.from = custom.from().stream().map(FieldPath::new).toList();
      this.to = custom.to().stream().map(FieldPath::new).toList();
    }

    @Override
    void clear(Map<String, @Nullable Object> copy) {
      from.forEach(field -> field.remove(copy));
    }

    @Override
    void write(Map<String, @Nullable Object> original, Map<String, @Nullable Object> copy) {
      Map<String, @Nullable Object> input = new LinkedHashMap<>();
      for (FieldPath field : from) {
        Object value = field.get(original);
        if (value != FieldPath.ABSENT) {
          input.put(field.text(), value);
        }
      }
      Map<String, ? extends @Nullable Object> output = call(input);
      for (FieldPath field : to) {
        if (output.containsKey(field.text())) {
          field.set(copy, output.get(field.text()));
        }
      }
    }

    @SuppressWarnings("NullAway") // A function of others may give null all the same.
    private Map<String, ? extends @Nullable Object> call(Map<String, @Nullable Object> input) {
      try {
        Map<String, ? extends @Nullable Object> output = function.transform(input, custom.config());
        return output == null ? Map.of() : output;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw failed("it was interrupted");
      } catch (Exception e) {
        // The code of others: whatever it throws is its failure.
        throw failed(e.getMessage() == null ? "it gave no reason" : e.getMessage());
      }
    }

    private TransformException failed(String why) {
      return new TransformException(
          "FieldTransformFailed",
          "Transformer '%s' for %s failed: %s"
              .formatted(custom.transformer(), new ArrayList<>(custom.to()), why));
    }
  }
}
