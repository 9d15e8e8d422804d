package org.llmspell.core.hook.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.llmspell.core.error.SpellException;

/**
 * How long recorded runs of hooks are kept, by every {@link HookRecorder}.
 *
 * @param maxAge older ones are forgotten
 * @param maxCount beyond so many, the oldest are forgotten, those that matter last
 * @param minCount so many are kept however old they are
 * @param threshold a run of this priority or a higher one matters
 * @param bonus how much older one that matters may get
 */
public record HookRetention(
    Duration maxAge, int maxCount, int minCount, int threshold, Duration bonus) {

  /** The name in the metadata of a run under which it carries its priority. */
  public static final String PRIORITY = "retention_priority";

  /** The policy when no other one is named. */
  public static final HookRetention DEFAULT = days(7, 10_000, 100, 5, 7);

  private static final HookRetention SHORT_TERM = days(1, 1_000, 10, 8, 7);
  private static final HookRetention LONG_TERM = days(30, 100_000, 1_000, 3, 7);
  private static final HookRetention ALL =
      days(36_500, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 0);

  private static HookRetention days(int age, int maxCount, int minCount, int threshold, int bonus) {
    return new HookRetention(
        Duration.ofDays(age), maxCount, minCount, threshold, Duration.ofDays(bonus));
  }

  /**
   * The policy of a name: {@code default}, {@code short_term}, {@code long_term}, {@code
   * retain_all}.
   *
   * @throws SpellException of kind Configuration when there is none
   */
  public static HookRetention preset(String name) {
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

  /**
   * The policy of the settings {@code hooks.recorder.*}.
   *
   * @param name of the policy
   * @param maxAgeSeconds in place of its greatest age; 0 for that one
   * @param most in place of its greatest number; 0 for that one
   */
  public static HookRetention of(String name, long maxAgeSeconds, int most) {
    HookRetention policy = preset(name);
    int count = most > 0 ? most : policy.maxCount;
    return new HookRetention(
        maxAgeSeconds > 0 ? Duration.ofSeconds(maxAgeSeconds) : policy.maxAge,
        count,
        Math.min(policy.minCount, count),
        policy.threshold,
        policy.bonus);
  }

  /** Whether a run with this metadata matters. */
  public boolean matters(Map<String, String> metadata) {
    try {
      return Integer.parseInt(metadata.getOrDefault(PRIORITY, "0")) >= threshold;
    } catch (NumberFormatException _) {
      return false; // written by somebody else
    }
  }

  /** Whether a run of a time is too old. */
  public boolean isOver(Instant timestamp, boolean matters, Instant now) {
    return timestamp.plus(matters ? maxAge.plus(bonus) : maxAge).isBefore(now);
  }
}
