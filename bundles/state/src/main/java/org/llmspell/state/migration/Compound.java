package org.llmspell.state.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.migration.FieldTransform;

/** Operations between one field and several. */
abstract class Compound extends Operation {
  private final List<FieldPath> sources;

  Compound(List<String> sources) {
    this.sources = sources.stream().map(FieldPath::new).toList();
  }

  @Override
  final void clear(Map<String, @Nullable Object> copy) {
    sources.forEach(source -> source.remove(copy));
  }

  List<FieldPath> sources() {
    return sources;
  }

  /** Makes several fields of a text. */
  static final class Splitting extends Compound {
    private final List<FieldPath> to;
    private final String splitter;
    private final String pattern;

    Splitting(FieldTransform.Split split) {
      super(List.of(split.from()));
      this.to = split.to().stream().map(FieldPath::new).toList();
      this.splitter = split.splitter();
      this.pattern =
          switch (splitter) {
            case "comma_split" -> ",";
            case "space_split" -> "\\s+";
            default ->
                throw SpellException.validation(
                    "splitter",
                    "Unknown splitter '%s' for field '%s'; use comma_split or space_split"
                        .formatted(splitter, split.from()));
          };
    }

    @Override
    void write(Map<String, @Nullable Object> original, Map<String, @Nullable Object> copy) {
      FieldPath from = sources().getFirst();
      Object value = from.get(original);
      if (value == FieldPath.ABSENT || value == null) {
        return;
      }
      if (!(value instanceof String text)) {
        throw new TransformException(
            "FieldTransformFailed",
            "Field '%s' can not be split by %s: it is %s, not string"
                .formatted(from, splitter, FieldTypes.of(value)));
      }
      String[] parts = text.strip().split(pattern, to.size());
      for (int i = 0; i < parts.length; i++) {
        to.get(i).set(copy, parts[i].strip());
      }
    }
  }

  /** Makes one field of several. */
  static final class Merging extends Compound {
    private final FieldPath to;
    private final String merger;

    Merging(FieldTransform.Merge merge) {
      super(merge.from());
      this.to = new FieldPath(merge.to());
      this.merger = merge.merger();
      switch (merger) {
        case "concat_strings", "sum_numbers", "first_non_null" -> {}
        default ->
            throw SpellException.validation(
                "merger",
                "Unknown merger '%s' for field '%s'; use concat_strings, sum_numbers or first_non_null"
                    .formatted(merger, merge.to()));
      }
    }

    @Override
    void write(Map<String, @Nullable Object> original, Map<String, @Nullable Object> copy) {
      List<Object> values = new ArrayList<>();
      for (FieldPath source : sources()) {
        Object value = source.get(original);
        if (value != null && value != FieldPath.ABSENT) {
          values.add(value);
        }
      }
      if (!values.isEmpty()) {
        to.set(copy, merge(values));
      }
    }

    private Object merge(List<Object> values) {
      return switch (merger) {
        case "concat_strings" -> String.join(" ", values.stream().map(this::text).toList());
        case "sum_numbers" -> sum(values);
        default -> values.getFirst();
      };
    }

    private String text(Object value) {
      try {
        return Conversions.text(value);
      } catch (IllegalArgumentException _) {
        throw refused(value);
      }
    }

    private Object sum(List<Object> values) {
      double sum = 0;
      long whole = 0;
      boolean isWhole = true;
      for (Object value : values) {
        if (!(value instanceof Number number)) {
          throw refused(value);
        }
        isWhole &= "integer".equals(FieldTypes.of(number));
        sum += number.doubleValue();
        whole += number.longValue();
      }
      return isWhole ? (Object) whole : (Object) sum;
    }

    private TransformException refused(Object value) {
      return new TransformException(
          "FieldTransformFailed",
          "Fields %s can not be merged by %s: one is %s"
              .formatted(sources(), merger, FieldTypes.of(value)));
    }
  }
}
