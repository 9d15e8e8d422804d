package org.llmspell.agents.life;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.model.TokenUsage;

/** What was measured of an agent. Lock-free; safe to share between threads. */
public final class Metrics {
  private final AtomicLong requests = new AtomicLong();
  private final LongAdder failed = new LongAdder();
  private final AtomicLong active = new AtomicLong();
  private final LongAdder toolCalls = new LongAdder();
  private final LongAdder toolFailures = new LongAdder();
  private final LongAdder modelCalls = new LongAdder();
  private final LongAdder input = new LongAdder();
  private final LongAdder output = new LongAdder();
  private final DoubleAdder cost = new DoubleAdder();
  private volatile boolean priced;
  private final AtomicLong inARow = new AtomicLong();
  private final Latencies latencies = new Latencies();

  /** A turn begins. */
  public void begun() {
    requests.incrementAndGet();
    active.incrementAndGet();
  }

  /** A turn has ended. */
  public void ended(long nanos, boolean good) {
    active.decrementAndGet();
    latencies.add(nanos);
    if (good) {
      inARow.set(0);
    } else {
      failed.increment();
      inARow.incrementAndGet();
    }
  }

  /** A tool was called. */
  public void toolCalled(boolean good) {
    toolCalls.increment();
    if (!good) {
      toolFailures.increment();
    }
  }

  /**
   * A model has answered.
   *
   * @param price what its tokens cost; null when that is not known
   */
  public void answered(TokenUsage usage, @Nullable Price price) {
    modelCalls.increment();
    Long in = usage.input();
    Long out = usage.output();
    input.add(in == null ? 0 : in);
    output.add(out == null ? 0 : out);
    if (price != null && (in != null || out != null)) {
      cost.add(price.of(usage));
      priced = true;
    }
  }

  /** All turns. */
  public long requests() {
    return requests.get();
  }

  /** Turns that failed. */
  public long failed() {
    return failed.sum();
  }

  /** Turns that run now. */
  public long active() {
    return active.get();
  }

  /** Calls of tools. */
  public long toolCalls() {
    return toolCalls.sum();
  }

  /** Calls of tools that failed. */
  public long toolFailures() {
    return toolFailures.sum();
  }

  /** Answers of models. */
  public long modelCalls() {
    return modelCalls.sum();
  }

  /** Tokens that models have read. */
  public long inputTokens() {
    return input.sum();
  }

  /** Tokens that models have written. */
  public long outputTokens() {
    return output.sum();
  }

  /** What the tokens have cost, in the currency of the settings; null when no price is known. */
  public @Nullable Double cost() {
    return priced ? cost.sum() : null;
  }

  /** Turns that failed since the last good one. */
  public long failuresInARow() {
    return inARow.get();
  }

  /** The share of turns that failed, from 0 to 1. */
  public double errorRate() {
    long done = requests.get() - active.get();
    return done <= 0 ? 0 : Math.min(1, failed.sum() / (double) done);
  }

  /** How long turns took. */
  public Latencies latencies() {
    return latencies;
  }
}
