package org.llmspell.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.llmspell.core.hook.HookResult;

class RunLimitTest {

  @Test
  void beginsAnewAfterAMinute() {
    var now = new AtomicLong();
    var limit = new RunLimit(2, now::get);

    assertThat(limit.allows()).isTrue();
    assertThat(limit.allows()).isTrue();
    assertThat(limit.allows()).isFalse();
    now.set(Duration.ofMinutes(1).toNanos() - 1);
    assertThat(limit.allows()).isFalse();
    now.set(Duration.ofMinutes(1).toNanos());
    assertThat(limit.allows()).isTrue();
  }

  @Test
  void leavesOutEachHookThatHasRunOftenEnough() {
    try (var hooks = new Hooks(Duration.ofSeconds(10), 2)) {
      hooks.add("one", _ -> new HookResult.Modified(java.util.Map.of()));

      assertThat(hooks.types()).containsExactly("modified");
      hooks.add("two", _ -> new HookResult.Modified(java.util.Map.of()));
      assertThat(hooks.types()).containsExactly("modified", "modified");
      assertThat(hooks.types()).containsExactly("skipped", "modified");

      assertThat(hooks.executions("one")).isEqualTo(2);
      assertThat(hooks.results().getFirst())
          .isEqualTo(
              new HookResult.Skipped(
                  "Over its limit of runs in a minute, hooks.rate_limit_per_minute: one"));
    }
  }
}
