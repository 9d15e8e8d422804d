package org.llmspell.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final AtomicLong nanos = new AtomicLong(7);
  private final RateLimit limit = new RateLimit(10, 20, nanos::get);

  private int passing(int tries) {
    int passed = 0;
    for (int i = 0; i < tries; i++) {
      passed += limit.tryAcquire() ? 1 : 0;
    }
    return passed;
  }

  @Test
  void lettsTheBurstPassAndThenTheRate() {
    assertThat(passing(100)).isEqualTo(20);
    nanos.addAndGet(1_000_000_000);
    assertThat(passing(100)).isEqualTo(10);
    nanos.addAndGet(3_600_000_000_000L);
    assertThat(passing(100)).as("a long pause saves no more than the burst").isEqualTo(20);
  }
}
