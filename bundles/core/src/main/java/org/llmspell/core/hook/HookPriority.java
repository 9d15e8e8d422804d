package org.llmspell.core.hook;

import java.util.Locale;

/**
 * When a hook runs among the hooks of its point: lower values first; equal values in the order of
 * registration.
 *
 * @param value any integer
 */
public record HookPriority(int value) implements Comparable<HookPriority> {

  /** Before all others. */
  public static final HookPriority HIGHEST = new HookPriority(Integer.MIN_VALUE);

  /** Early. */
  public static final HookPriority HIGH = new HookPriority(-100);

  /** The default. */
  public static final HookPriority NORMAL = new HookPriority(0);

  /** Late. */
  public static final HookPriority LOW = new HookPriority(100);

  /** After all others. */
  public static final HookPriority LOWEST = new HookPriority(Integer.MAX_VALUE);

  /** The priority of a name in any letter case; normal when the name is none of the five. */
  public static HookPriority parse(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "highest" -> HIGHEST;
      case "high" -> HIGH;
      case "low" -> LOW;
      case "lowest" -> LOWEST;
      default -> NORMAL;
    };
  }

  /** A priority that runs this much earlier; stops at the end of the range. */
  public HookPriority before(int steps) {
    return new HookPriority(Math.clamp((long) value - steps, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  /** A priority that runs this much later; stops at the end of the range. */
  public HookPriority after(int steps) {
    return new HookPriority(Math.clamp((long) value + steps, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  /** The bucket for statistics. */
  public Bucket bucket() {
    if (value <= HIGHEST.value + 50) {
      return Bucket.CRITICAL;
    }
    if (value <= HIGH.value + 50) {
      return Bucket.HIGH;
    }
    if (value <= NORMAL.value + 50) {
      return Bucket.NORMAL;
    }
    return value <= LOW.value + 50 ? Bucket.LOW : Bucket.LOWEST;
  }

  @Override
  public int compareTo(HookPriority other) {
    return Integer.compare(value, other.value);
  }

  /** Ranges of priorities. */
  public enum Bucket {
    /** Up to 50 after the highest. */
    CRITICAL,
    /** Up to -50. */
    HIGH,
    /** Up to 50. */
    NORMAL,
    /** Up to 150. */
    LOW,
    /** The rest. */
    LOWEST
  }
}
