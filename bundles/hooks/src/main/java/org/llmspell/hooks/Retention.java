package org.llmspell.hooks;

import java.time.Duration;
import java.time.Instant;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.replay.HookExecution;

/**
 * How long recorded runs of hooks are kept.
 *
 * @param maxAge older ones are forgotten
 * @param maxCount beyond so many, the oldest are forgotten, those that matter last
 * @param minCount so many are kept however old they are
 * @param threshold a run of this priority or a higher one matters
 * @param bonus how much older one that matters may get
 */
record Retention(Duration maxAge, int maxCount, int minCount, int threshold, Duration bonus) {

  /** The name under which a run carries its priority. */
  static final String PRIORITY = "retention_priority";

  static final Retention DEFAULT = days(7, 10_000, 100, 5, 7);
  private static final Retention SHORT_TERM = days(1, 1_000, 10, 8, 7);
  private static final Retention LONG_TERM = days(30, 100_000, 1_000, 3, 7);
  private static final Retention ALL =
      days(36_500, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 0);

  private static Retention days(int age, int maxCount, int minCount, int threshold, int bonus) {
    return new Retention(
        Duration.ofDays(age), maxCount, minCount, threshold, Duration.ofDays(bonus));
  }

  /**
   * The policy of a name.
   *
   * @throws SpellException of kind Configuration when there is none
   */
  static Retention preset(String name) {
    return switch (name) {
      case "default" -> DEFAULT;
      case "short_term" -> SHORT_TERM;
      case "long_term" -> LONG_TERM;
      case "retain_all" -> ALL;
      default ->
          throw SpellException.configuration(
              "Setting 'hooks.recorder.retention' is '%s' but must be default, short_term, long_term or retain_all"
                  .formatted(name),
              null);
    };
  }

  boolean matters(HookExecution run) {
    String priority = run.metadata().getOrDefault(PRIORITY, "0");
    try {
      return Integer.parseInt(priority) >= threshold;
    } catch (NumberFormatException e) {
      return false; // written by somebody else
    }
  }

  /** Whether a run is too old. */
  boolean isOver(HookExecution run, boolean matters, Instant now) {
    Duration age = matters ? maxAge.plus(bonus) : maxAge;
    return run.timestamp().plus(age).isBefore(now);
  }
}
