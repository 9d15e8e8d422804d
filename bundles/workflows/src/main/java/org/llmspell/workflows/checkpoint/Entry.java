package org.llmspell.workflows.checkpoint;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a step.
 *
 * @param place where in the run
 * @param step its name
 * @param stage how far it is
 * @param outcome what it gave; null while it is not known
 */
public record Entry(
    String place, String step, Stage stage, @Nullable Map<String, @Nullable Object> outcome) {

  /** How far a step is. */
  public enum Stage {
    /** It has begun, and perhaps was done. */
    BEGUN,
    /** It has ended. */
    DONE,
    /** It has failed and is to be tried again. */
    FAILED,
    /** It was done, and perhaps was taken back. */
    TAKING_BACK;

    /** For people. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Whether nobody knows if it is done. */
  public boolean isUncertain() {
    return stage == Stage.BEGUN || stage == Stage.TAKING_BACK;
  }

  Entry at(Stage next) {
    return new Entry(place, step, next, outcome);
  }

  /** The same as one that was left out. */
  Entry skipped() {
    Map<String, @Nullable Object> left = new LinkedHashMap<>();
    left.put("name", step);
    left.put("success", true);
    left.put("skipped", true);
    return new Entry(place, step, Stage.DONE, left);
  }

  Map<String, @Nullable Object> plain() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("step", step);
    plain.put("stage", stage.name().toLowerCase(Locale.ROOT));
    plain.put("outcome", outcome);
    return plain;
  }

  @SuppressWarnings("unchecked") // plain tables have text keys
  static Entry read(String id, String place, @Nullable Object plain) {
    if (plain instanceof Map<?, ?> map
        && map.get("step") instanceof String step
        && map.get("stage") instanceof String word) {
      for (Stage stage : Stage.values()) {
        Object outcome = map.get("outcome");
        boolean whole =
            outcome instanceof Map<?, ?> table
                && table.get("success") instanceof Boolean
                && table.get("name") instanceof String;
        if (stage.name().toLowerCase(Locale.ROOT).equals(word)
            && (whole || stage == Stage.BEGUN && outcome == null)) {
          return new Entry(place, step, stage, (Map<String, @Nullable Object>) outcome);
        }
      }
    }
    throw Head.damaged(id, "step %s can not be read".formatted(place), null);
  }
}
