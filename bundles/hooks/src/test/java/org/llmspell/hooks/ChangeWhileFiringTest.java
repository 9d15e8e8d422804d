package org.llmspell.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.hook.HookResult;

/** Hooks come and go while a point is fired: those that stay run once in each firing. */
@Tag("slow")
@Timeout(120)
class ChangeWhileFiringTest {

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void losesAndDoublesNothing(long seed) throws Exception {
    try (var hooks = new Hooks();
        var threads = Executors.newFixedThreadPool(4)) {
      int firings = 2_000;
      var first = new AtomicInteger();
      var last = new AtomicInteger();
      var afterEnd = new AtomicInteger();
      hooks.add("first", -1_000, _ -> count(first));
      hooks.add("last", 1_000, _ -> count(last));
      List<Future<?>> work = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        var random = new Random(seed + t);
        String prefix = "t" + t + "_";
        work.add(
            threads.submit(() -> {
              for (int i = 0; i < firings; i++) {
                var gone = new AtomicInteger();
                var seen = new AtomicInteger();
                var handle =
                    hooks.add(
                        prefix + i,
                        random.nextInt(500) - 250,
                        _ -> {
                          // A run that began before the end may still be on its way.
                          if (gone.get() == 1 && seen.incrementAndGet() > 2) {
                            afterEnd.incrementAndGet();
                          }
                          return HookResult.proceed();
                        });
                handle.unregister();
                gone.set(1);
              }
            }));
      }
      for (int t = 0; t < 2; t++) {
        work.add(
            threads.submit(() -> {
              for (int i = 0; i < firings; i++) {
                hooks.fire();
              }
            }));
      }
      for (Future<?> future : work) {
        future.get();
      }

      assertThat(first).hasValue(2 * firings);
      assertThat(last).hasValue(2 * firings);
      assertThat(afterEnd).hasValue(0);
      assertThat(hooks.service.statistics().total()).isEqualTo(2);
    }
  }

  private static HookResult count(AtomicInteger counter) {
    counter.incrementAndGet();
    return HookResult.proceed();
  }
}
