package org.llmspell.core.event;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Makes ids of events. They must be unique, not secret. */
final class EventIds {
  private static final int SEED_BITS = 12;

  /** Tells processes apart; a constant of this one. */
  private static final long PROCESS = new SecureRandom().nextLong();

  /** Spreads sequences over all bits; odd, so no two sequences fall together. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private EventIds() {}

  /**
   * The id that follows from time and sequence (UUID version 7, RFC 9562). It costs nothing until
   * someone asks for it.
   *
   * @param salt tells apart several ids of one event; 0 or 1
   */
  static UUID derived(long millis, long sequence, int salt) {
    long high = millis << 16 | 0x7000L | (PROCESS >>> (64 - SEED_BITS));
    long low = ((2 * sequence + salt) * SPREAD) ^ PROCESS;
    return new UUID(high, low & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L);
  }

  /** A random id (UUID version 4). */
  static UUID random() {
    var random = ThreadLocalRandom.current();
    return new UUID(
        random.nextLong() & ~0xF000L | 0x4000L,
        random.nextLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L);
  }
}
