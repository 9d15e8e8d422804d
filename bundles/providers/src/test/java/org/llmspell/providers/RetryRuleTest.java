package org.llmspell.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

class RetryRuleTest {
  private final SpellException failure = new SpellException(new ErrorKind.Network(), "it failed");

  @RepeatedTest(20)
  void pausesGrowStayWithinTheirBoundsAndAreNotAllTheSame(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var rule = new RetryRule(8, Duration.ofMillis(100), Duration.ofSeconds(1), 2);

    for (int failures = 1; failures <= 8; failures++) {
      long longest = Math.min(1_000, 100L << (failures - 1));
      assertThat(rule.pause(failure, failures, random).orElseThrow())
          .isBetween(Duration.ofMillis(longest / 2), Duration.ofMillis(longest));
    }
    assertThat(rule.pause(failure, 9, random)).isEmpty();
    assertThat(rule.pause(failure, 1, random)).isNotEqualTo(rule.pause(failure, 1, random));
  }

  @Test
  void waitsAtLeastAsLongAsTheVendorSaysAndNotMuchLonger() {
    var asked = new SpellException(new ErrorKind.RateLimit(Duration.ofSeconds(10)), "slow down");

    assertThat(RetryRule.DEFAULT.pause(asked, 1, new Random(1)).orElseThrow())
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
  }
}
