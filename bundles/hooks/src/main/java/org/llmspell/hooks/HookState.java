package org.llmspell.hooks;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookLimits;

/**
 * What is known about the hooks of one name, at whatever points they are: figures, the circuit
 * breaker, and whether they have earned to run on the thread of the operation. Holds no class of
 * the hook.
 */
final class HookState {
  /** After so many quick runs in a row, a hook is trusted with the thread of the operation. */
  static final int PROBATION = 16;

  private final String name;
  private final Figures figures = new Figures();
  private final @Nullable CircuitBreaker breaker;
  private volatile @Nullable RunLimit runs;
  private final boolean inline;
  private int quickRuns; // racy on purpose: a lost count only makes probation longer
  private volatile boolean stray;
  private int users;

  HookState(String name, HookLimits limits, LongSupplier clock, int perMinute) {
    this.name = name;
    this.runs = limit(perMinute, clock);
    this.inline = limits.inline();
    this.breaker = limits.breaker().map(b -> new CircuitBreaker(b, clock)).orElse(null);
  }

  String name() {
    return name;
  }

  Figures figures() {
    return figures;
  }

  @Nullable CircuitBreaker breaker() {
    return breaker;
  }

  private static @Nullable RunLimit limit(int perMinute, LongSupplier clock) {
    return perMinute == 0 ? null : new RunLimit(perMinute, clock);
  }

  /** Another limit; a new minute begins. */
  void perMinute(int most, LongSupplier clock) {
    runs = limit(most, clock);
  }

  /** Whether it may run once more in this minute; if so, that counts. */
  boolean mayRun() {
    RunLimit limit = runs;
    return limit == null || limit.allows();
  }

  boolean isTrusted() {
    return inline || quickRuns >= PROBATION;
  }

  void succeeded(long nanos) {
    figures.ran(nanos);
    if (breaker != null) {
      breaker.succeeded(nanos);
    }
    if (quickRuns < PROBATION) {
      quickRuns++;
    }
  }

  void failed(long nanos, boolean late) {
    figures.failed(nanos);
    if (breaker != null) {
      breaker.failed();
    }
    if (late) {
      quickRuns = 0;
    }
  }

  /** Whether a run that was given up is still going on. */
  boolean isStray() {
    return stray;
  }

  void stray(boolean value) {
    stray = value;
  }

  /** One more user; to be called with the lock of the table. */
  void use() {
    users++;
  }

  /** One user less; whether none is left. */
  boolean leave() {
    return --users == 0;
  }
}
