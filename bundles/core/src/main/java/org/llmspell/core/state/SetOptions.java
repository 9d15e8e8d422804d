package org.llmspell.core.state;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * How a value is set.
 *
 * @param stateClass what sort of data it is; null to tell by the key ({@link StateClass#ofKey})
 * @param ttl how long the entry lives; null for ever
 * @param durable whether it survives the loss of power once the call has returned; without it that
 *     takes up to the flush interval, while the death of the process is survived at once
 */
public record SetOptions(@Nullable StateClass stateClass, @Nullable Duration ttl, boolean durable) {

  /** The class by the key, for ever, not durable. */
  public static final SetOptions DEFAULT = new SetOptions(null, null, false);

  /** The class by the key, for ever, durable. */
  public static final SetOptions DURABLE = new SetOptions(null, null, true);

  /** Checks that the entry lives at all. */
  public SetOptions {
    if (ttl != null && (ttl.isNegative() || ttl.isZero())) {
      throw SpellException.validation(
          "ttl",
          "The time to live is %d milliseconds but must be above 0".formatted(ttl.toMillis()));
    }
  }

  /** The same with a class. */
  public SetOptions withClass(StateClass newClass) {
    return new SetOptions(newClass, ttl, durable);
  }

  /** The same with a time to live. */
  public SetOptions withTtl(Duration newTtl) {
    return new SetOptions(stateClass, newTtl, durable);
  }
}
