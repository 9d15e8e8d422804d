package org.llmspell.state;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time of day that never goes back while the process lives: what was due stays due. It follows
 * the system's clock forwards.
 */
final class SteadyClock implements InstantSource {
  private static final long NANOS = 1_000_000;

  private final InstantSource wall;
  private final LongSupplier nanos;
  private final long startMillis;
  private final long startNanos;

  SteadyClock(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.startMillis = wall.millis();
    this.startNanos = nanos.getAsLong();
  }

  @Override
  public long millis() {
    return Math.max(wall.millis(), startMillis + (nanos.getAsLong() - startNanos) / NANOS);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }
}
