package org.llmspell.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.Hook;
import org.llmspell.core.hook.HookLimits;
import org.llmspell.core.hook.HookMetadata;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookRegistry.HookRegistration;
import org.llmspell.core.hook.HookResult;

@Timeout(60)
class ExecutorTest {
  private final Hooks hooks = new Hooks();

  @AfterEach
  void close() {
    hooks.close();
  }

  @Test
  void hasNothingToSayWithoutHooks() {
    assertThat(hooks.service.isActive(Hooks.POINT)).isFalse();
    assertThat(hooks.fire()).isSameAs(Outcome.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void runsLowerPrioritiesFirstAndEqualOnesInTheOrderOfRegistration(long seed) {
    var random = new Random(seed);
    List<String> ran = new ArrayList<>();
    record Added(String name, int priority, HookRegistration handle) {}
    List<Added> model = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      if (random.nextInt(3) == 0 && !model.isEmpty()) {
        model.remove(random.nextInt(model.size())).handle().unregister();
      } else {
        String name = "h" + i;
        int priority = random.nextInt(5) - 2;
        var handle =
            hooks.add(
                name,
                priority,
                _ -> {
                  ran.add(name);
                  return HookResult.proceed();
                });
        model.add(new Added(name, priority, handle));
      }
    }

    hooks.fire();

    assertThat(ran)
        .containsExactlyElementsOf(
            model.stream()
                .sorted(Comparator.comparingInt(Added::priority))
                .map(Added::name)
                .toList());
  }

  @Test
  void handsChangedDataToTheHooksBehind() {
    hooks.add("a", _ -> new HookResult.Modified(Map.of("x", 2L)));
    var seen = new AtomicReference<Object>();
    hooks.add(
        "b",
        context -> {
          seen.set(String.valueOf(context.data().get("x")));
          return HookResult.proceed();
        });

    var outcome = hooks.fire(Map.of("x", 1L));

    assertThat(seen.get()).isEqualTo("2");
    assertThat(outcome.toApi().data()).isEqualTo(Map.of("x", 2L));
  }

  @Test
  void endsTheChainAtCancelAndReplaceOnly() {
    hooks.add("a", _ -> new HookResult.Redirect("other"));
    hooks.add("b", _ -> new HookResult.Cancel("no"));
    hooks.add("c", _ -> new HookResult.Redirect("never"));

    assertThat(hooks.types()).containsExactly("redirect", "cancel");
  }

  @Test
  void passesOverAHookThatThrowsOrReturnsNothing() {
    hooks.add(
        "throws",
        _ -> {
          throw new IllegalStateException("broken");
        });
    hooks.add("null", Hooks.giving(new HookResult.Skipped("x")));
    hooks.add("overflow", _ -> overflow());
    hooks.add("last", _ -> new HookResult.Cancel("reached"));

    assertThat(hooks.types()).containsExactly("skipped", "skipped", "skipped", "cancel");
  }

  @SuppressWarnings("InfiniteRecursion")
  private static HookResult overflow() {
    return overflow();
  }

  @Test
  void leavesAHookOutAfterThreeFailures() {
    var runs = new AtomicInteger();
    hooks.add(
        "broken",
        _ -> {
          runs.incrementAndGet();
          throw new IllegalStateException("broken");
        });

    for (int i = 0; i < 5; i++) {
      hooks.fire();
    }

    assertThat(runs).hasValue(3);
    assertThat(hooks.results())
        .containsExactly(new HookResult.Skipped("Circuit breaker open for hook: broken"));
  }

  @Test
  void cutsAHookThatBlocksOnTheThreadOfTheOperation() {
    var limits = HookLimits.INLINE.withTimeout(Duration.ofMillis(50));
    hooks.add(
        Hooks.POINT,
        HookMetadata.of("blocks").withLimits(limits),
        _ -> {
          new CountDownLatch(1).await();
          return HookResult.proceed();
        });

    assertThat(hooks.types()).containsExactly("skipped");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void goesOnWithoutAHookThatNeverEnds() {
    var stop = new CountDownLatch(1);
    var limits = HookLimits.DEFAULT.withTimeout(Duration.ofMillis(50));
    hooks.add(
        Hooks.POINT,
        HookMetadata.of("loops").withLimits(limits),
        _ -> {
          while (stop.getCount() > 0) {
            Thread.onSpinWait();
          }
          return HookResult.proceed();
        });
    hooks.add("next", _ -> new HookResult.Cancel("reached"));

    assertThat(hooks.types()).containsExactly("skipped", "cancel");
    assertThat(hooks.results().getFirst())
        .isEqualTo(new HookResult.Skipped("Still running, left behind: loops"));

    stop.countDown();
  }

  @Test
  void movesAProvenHookToTheThreadOfTheOperation() {
    List<Thread> threads = new ArrayList<>();
    hooks.add(
        Hooks.POINT,
        HookMetadata.of("quick").withLimits(HookLimits.DEFAULT.withoutBreaker()),
        _ -> {
          threads.add(Thread.currentThread());
          return HookResult.proceed();
        });

    for (int i = 0; i <= HookState.PROBATION; i++) {
      hooks.fire();
    }

    assertThat(threads.getFirst()).isNotSameAs(Thread.currentThread());
    assertThat(threads.getLast()).isSameAs(Thread.currentThread());
  }

  @Test
  void boundsHooksThatFireTheirOwnPoint() {
    var deepest = new AtomicReference<>("");
    hooks.add(
        Hooks.POINT,
        HookMetadata.of("again").withLimits(HookLimits.INLINE.withoutBreaker()),
        _ -> {
          try {
            hooks.fire();
          } catch (SpellException e) {
            deepest.compareAndSet("", e.text());
          }
          return HookResult.proceed();
        });

    hooks.fire();

    assertThat(deepest.get())
        .contains("BeforeToolExecution was not fired", "more than 16 deep")
        .startsWith("Resource limit exceeded");
    assertThat(hooks.executions("again")).isEqualTo(16);
  }

  @Test
  void boundsThemAcrossTheThreadsOfUntrustedHooksToo() {
    var deepest = new AtomicReference<>("");
    hooks.add(
        Hooks.POINT,
        HookMetadata.of("again").withLimits(HookLimits.DEFAULT.withoutBreaker()),
        _ -> {
          try {
            hooks.fire();
          } catch (SpellException e) {
            deepest.compareAndSet("", e.text());
          }
          return HookResult.proceed();
        });

    hooks.fire();

    assertThat(deepest.get()).contains("more than 16 deep");
  }

  @Test
  void letsAHookTakeItselfAndOthersAway() {
    List<HookRegistration> all = new ArrayList<>();
    var ran = new AtomicInteger();
    all.add(
        hooks.add(
            "first",
            _ -> {
              ran.incrementAndGet();
              all.forEach(HookRegistration::unregister);
              return HookResult.proceed();
            }));
    all.add(
        hooks.add(
            "second",
            _ -> {
              ran.incrementAndGet();
              return HookResult.proceed();
            }));

    hooks.fire();
    hooks.fire();

    assertThat(ran).hasValue(1);
    assertThat(hooks.service.statistics().total()).isZero();
    assertThat(hooks.service.statistics().hooks()).isEmpty();
  }

  @Test
  void refusesBlankAndDuplicateNames() {
    hooks.add("a", _ -> HookResult.proceed());

    assertThatThrownBy(() -> hooks.add("a", _ -> HookResult.proceed()))
        .hasMessageContaining("'a' is at BeforeToolExecution already");
    assertThatThrownBy(() -> hooks.add(" ", _ -> HookResult.proceed()))
        .hasMessageContaining("not blank");
  }

  @Test
  void switchesHooksByNameTagAndAll() {
    hooks.add(
        Hooks.POINT,
        HookMetadata.of("tagged").withLimits(HookLimits.INLINE).withTags("audit"),
        _ -> new HookResult.Skipped("ran"));

    hooks.service.setTagEnabled("audit", false);
    assertThat(hooks.service.isActive(Hooks.POINT)).isFalse();
    hooks.service.setTagEnabled("audit", true);
    assertThat(hooks.service.setEnabled("tagged", false)).isTrue();
    assertThat(hooks.service.isActive(Hooks.POINT)).isFalse();
    assertThat(hooks.service.setEnabled("unknown", false)).isFalse();
    hooks.service.setAllEnabled(true);
    assertThat(hooks.types()).containsExactly("skipped");
  }

  @Test
  void keepsCustomPointsApart() {
    var point = HookPoint.parse("custom:mine");
    hooks.add(
        point,
        HookMetadata.of("a").withLimits(HookLimits.INLINE),
        _ -> new HookResult.Cancel("mine"));

    assertThat(hooks.service.isActive(point)).isTrue();
    assertThat(hooks.service.isActive(HookPoint.parse("custom:other"))).isFalse();
  }

  @Test
  void doesNotTakeTheMakingOfANewHookForItsSlowness() {
    Hook quick = _ -> HookResult.proceed();
    hooks
        .service
        .table()
        .add(
            List.of(Hooks.POINT),
            HookMetadata.of("new"),
            () -> {
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(80));
              return quick;
            },
            true);

    for (int i = 0; i < 4; i++) {
      assertThat(hooks.results()).isEmpty();
    }
    assertThat(hooks.executions("new")).isEqualTo(4);
  }
}
