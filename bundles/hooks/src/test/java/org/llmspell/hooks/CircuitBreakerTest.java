package org.llmspell.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.llmspell.core.hook.BreakerConfig;

class CircuitBreakerTest {
  private long now;
  private final CircuitBreaker breaker = breaker(BreakerConfig.DEFAULT);

  private CircuitBreaker breaker(BreakerConfig config) {
    return new CircuitBreaker(config, () -> now);
  }

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  private static long millis(int millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  @Test
  void opensAtTheThirdFailure() {
    breaker.failed();
    breaker.failed();
    assertThat(breaker.allows()).isTrue();

    breaker.failed();

    assertThat(breaker.allows()).isFalse();
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
  }

  @Test
  void opensAtTheSecondSlowCallButNotAtTheLimitItself() {
    breaker.succeeded(millis(50));
    breaker.succeeded(millis(51));
    assertThat(breaker.allows()).isTrue();

    breaker.succeeded(millis(51));

    assertThat(breaker.allows()).isFalse();
  }

  @Test
  void forgetsFailuresOutsideTheWindow() {
    breaker.failed();
    breaker.failed();
    pass(31);
    breaker.failed();

    assertThat(breaker.allows()).isTrue();
  }

  @Test
  void triesAgainAfterItsTimeAndClosesAfterTwoSuccesses() {
    open();
    pass(14);
    assertThat(breaker.allows()).isFalse();
    pass(1);
    assertThat(breaker.allows()).isTrue();
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.HALF_OPEN);

    breaker.succeeded(1);
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
    breaker.succeeded(1);

    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    breaker.failed();
    assertThat(breaker.allows()).isTrue();
  }

  @Test
  void opensAgainAtTheFirstFailureWhileHalfOpen() {
    open();
    pass(15);
    assertThat(breaker.allows()).isTrue();

    breaker.failed();

    assertThat(breaker.allows()).isFalse();
  }

  @Test
  void knowsThePresets() {
    var production = breaker(BreakerConfig.PRODUCTION);
    production.succeeded(millis(26));
    assertThat(production.allows()).isFalse();
    var conservative = breaker(BreakerConfig.CONSERVATIVE);
    for (int i = 0; i < 4; i++) {
      conservative.failed();
    }
    assertThat(conservative.allows()).isTrue();
    conservative.failed();
    assertThat(conservative.allows()).isFalse();
  }

  private void open() {
    for (int i = 0; i < 3; i++) {
      breaker.failed();
    }
  }
}
