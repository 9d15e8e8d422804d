package org.llmspell.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.llmspell.core.hook.HookLimits;
import org.llmspell.core.hook.HookMetadata;
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
      hooks.add("one", _ -> new HookResult.Modified(Map.of()));

      assertThat(hooks.types()).containsExactly("modified");
      hooks.add("two", _ -> new HookResult.Modified(Map.of()));
      assertThat(hooks.types()).containsExactly("modified", "modified");
      assertThat(hooks.types()).containsExactly("skipped", "modified");

      assertThat(hooks.executions("one")).isEqualTo(2);
      assertThat(hooks.results().getFirst())
          .isEqualTo(
              new HookResult.Skipped(
                  "Over its limit of runs in a minute, hooks.rate_limit_per_minute: one"));
    }
  }

  @Test
  void changesItsSettingsUnderHooksThatStay() {
    try (var hooks = new Hooks(Duration.ofSeconds(10), 1)) {
      hooks.add("h", _ -> new HookResult.Modified(Map.of()));
      hooks.add(
          Hooks.POINT,
          HookMetadata.of("own").withLimits(HookLimits.DEFAULT.withTimeout(Duration.ofSeconds(7))),
          _ -> HookResult.proceed());
      hooks.fire();
      assertThat(hooks.types().getFirst()).isEqualTo("skipped");

      hooks.service.change(Duration.ofSeconds(3), 0);

      assertThat(hooks.types()).containsExactly("modified");
      assertThat(hooks.executions("h")).isEqualTo(2);
      assertThat(hooks.service.table().at(Hooks.POINT))
          .extracting(HookEntry::limitNanos)
          .containsExactly(Duration.ofSeconds(3).toNanos(), Duration.ofSeconds(7).toNanos());
      hooks.service.change(Duration.ofSeconds(3), 1);
      hooks.add("later", _ -> new HookResult.Modified(Map.of()));
      hooks.fire();
      assertThat(hooks.types()).startsWith("skipped").endsWith("skipped");
    }
  }

  @Test
  void leavesWhatWasDisabledByNameDisabledWhenAllAreSwitchedOnAgain() {
    try (var hooks = new Hooks()) {
      hooks.add("a", _ -> new HookResult.Modified(Map.of()));
      hooks.add("b", _ -> new HookResult.Cancel("b"));
      hooks.service.setEnabled("b", false);

      hooks.service.table().switchAll(false);
      assertThat(hooks.service.isActive(Hooks.POINT)).isFalse();
      hooks.service.table().switchAll(true);

      assertThat(hooks.types()).containsExactly("modified");
    }
  }
}
