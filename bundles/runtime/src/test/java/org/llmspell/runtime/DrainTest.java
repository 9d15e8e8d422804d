package org.llmspell.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.llmspell.runtime.Fakes.LONG;
import static org.llmspell.runtime.Fakes.SHORT;
import static org.llmspell.runtime.Fakes.answer;
import static org.llmspell.runtime.Fakes.awaitThat;
import static org.llmspell.runtime.Fakes.entry;
import static org.llmspell.runtime.Fakes.info;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.runtime.Fakes.Body;
import org.llmspell.runtime.Fakes.Fixture;

@Timeout(60)
class DrainTest {
  private final Fixture fixture = new Fixture();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @AfterEach
  void close() {
    goOn.countDown();
    threads.close();
    fixture.close();
  }

  /** Waits inside a tool until the test lets it go on. */
  private Body waitThen(Body body) {
    return (_, context) -> {
      inside.countDown();
      Fakes.await(goOn);
      return body.call(Map.of(), context);
    };
  }

  private Future<Boolean> drain(long bundle) {
    return threads.submit(() -> {
      fixture.table.retire(bundle);
      return fixture.drain.await(fixture.table.of(bundle), LONG);
    });
  }

  private Future<Boolean> stop(ToolEntry entry) {
    return threads.submit(() -> fixture.remove(entry, true, LONG));
  }

  @Test
  void waitsForACallThatIsInside() throws Exception {
    ToolEntry entry = fixture.add(entry(1, "t", waitThen(answer("done"))));
    Future<Object> call = threads.submit(() -> fixture.call("t"));
    Fakes.await(inside);
    Future<Boolean> drained = drain(1);
    awaitThat(() -> entry.gate().isClosed());
    assertThat(drained.isDone()).isFalse();

    goOn.countDown();

    assertThat(call.get()).isEqualTo("done");
    assertThat(drained.get()).isTrue();
  }

  @Test
  void cutsOffACallThatTakesTooLong() throws Exception {
    fixture.add(entry(1, "t", waitThen(answer("done"))));
    Future<SpellException> call =
        threads.submit(() -> catchThrowableOfType(SpellException.class, () -> fixture.call("t")));
    Fakes.await(inside);
    fixture.table.retire(1);

    assertThat(fixture.drain.await(fixture.table.of(1), SHORT)).isFalse();

    assertThat(call.get().message())
        .isEqualTo("Tool 't' was cancelled: its plugin is being stopped");
  }

  @Test
  void doesNotWaitForTheCallThatItIsInsideOf() throws Exception {
    ToolEntry entry =
        fixture.add(
            entry(
                1,
                "t",
                (_, _) -> {
                  fixture.table.retire(1);
                  return ToolOutput.of(fixture.drain.await(fixture.table.of(1), LONG));
                }));

    assertThat(fixture.call("t")).isEqualTo(true);
    assertThat(entry.gate().inside()).isZero();
  }

  @Test
  void aToolMayCallAToolOfItsOwnBundleWhileTheBundleDrains() throws Exception {
    ToolEntry outer =
        fixture.add(
            entry(1, "outer", waitThen((_, c) -> ToolOutput.of(fixture.call("in_ner", c)))));
    fixture.add(entry(1, "in-ner", answer("let in")));
    Future<Object> call = threads.submit(() -> fixture.call("outer"));
    Fakes.await(inside);
    Future<Boolean> drained = drain(1);
    awaitThat(() -> outer.gate().isClosed());
    goOn.countDown();

    assertThat(call.get()).isEqualTo("let in");
    assertThat(drained.get()).isTrue();
  }

  @Test
  void letsInByAliasToo() throws Exception {
    ToolEntry outer =
        fixture.add(entry(1, "outer", waitThen((_, c) -> ToolOutput.of(fixture.call("nick", c)))));
    fixture.add(entry(1, info("inner", "1.0.0", "nick"), answer("let in")));
    Future<Object> call = threads.submit(() -> fixture.call("outer"));
    Fakes.await(inside);
    var _ = drain(1);
    awaitThat(() -> outer.gate().isClosed());
    goOn.countDown();

    assertThat(call.get()).isEqualTo("let in");
  }

  @Test
  void aStoppingBundleKeepsItsOtherToolsUntilTheLastCallHasEnded() throws Exception {
    ToolEntry outer =
        fixture.add(entry(1, "outer", waitThen((_, c) -> ToolOutput.of(fixture.call("inner", c)))));
    ToolEntry inner = fixture.add(entry(1, "inner", answer("let in")));
    Future<Object> call = threads.submit(() -> fixture.call("outer"));
    Fakes.await(inside);
    // The service registry removes one service after the other, here the inner one first.
    Future<Boolean> innerGone = stop(inner);
    awaitThat(() -> outer.gate().isClosed());
    assertThat(innerGone.isDone()).isFalse();
    goOn.countDown();

    assertThat(call.get()).isEqualTo("let in");
    assertThat(innerGone.get()).isTrue();
    assertThat(stop(outer).get()).isTrue();
  }

  @Test
  void aCallThroughAnotherBundleIsLetInToo() throws Exception {
    ToolEntry outer =
        fixture.add(
            entry(1, "outer", waitThen((_, c) -> ToolOutput.of(fixture.call("between", c)))));
    fixture.add(entry(1, "inner", answer("let in")));
    fixture.add(entry(2, "between", (_, c) -> ToolOutput.of(fixture.call("inner", c))));
    Future<Object> call = threads.submit(() -> fixture.call("outer"));
    Fakes.await(inside);
    var _ = drain(1);
    awaitThat(() -> outer.gate().isClosed());
    goOn.countDown();

    assertThat(call.get()).isEqualTo("let in");
  }

  @Test
  void workThatWasHandedToAnotherThreadIsKnownByItsContext() throws Exception {
    Body handsOn =
        (_, context) ->
            threads
                .submit(() -> ToolOutput.of(fixture.call("between", context.with("k", 1L))))
                .get();
    ToolEntry outer = fixture.add(entry(1, "outer", waitThen(handsOn)));
    fixture.add(entry(1, "inner", answer("let in")));
    fixture.add(
        entry(
            2,
            "between",
            (_, context) ->
                threads
                    .submit(() ->
                        ToolOutput.of(
                            fixture.call("inner", context.withDeadline(Duration.ofHours(1)))))
                    .get()));
    Future<Object> call = threads.submit(() -> fixture.call("outer"));
    Fakes.await(inside);
    var _ = drain(1);
    awaitThat(() -> outer.gate().isClosed());
    goOn.countDown();

    assertThat(call.get()).isEqualTo("let in");
  }

  @Test
  void aCallFromElsewhereIsNotLetIn() throws Exception {
    try (var impatient = new Fixture(Duration.ZERO, LONG)) {
      ToolEntry entry = impatient.add(entry(1, "t", waitThen(answer("done"))));
      Future<Object> call = threads.submit(() -> impatient.call("t"));
      Fakes.await(inside);
      impatient.table.retire(1);

      assertThatThrownBy(() -> impatient.call("t")).hasMessage("Tool 't' not found");

      assertThat(entry.gate().inside()).isEqualTo(1);
      goOn.countDown();
      assertThat(call.get()).isEqualTo("done");
    }
  }

  @Test
  void aComponentThatGoesAloneDoesNotTakeItsBundleWithIt() throws Exception {
    ToolEntry alone = fixture.add(entry(1, "alone"));
    fixture.add(entry(1, "stays"));

    assertThat(fixture.remove(alone, false, LONG)).isTrue();

    assertThat(fixture.call("stays")).isEqualTo("stays");
  }

  @Test
  void aBundleThatIsOpenedAgainWhileItDrainsLosesNoCall() throws Exception {
    ToolEntry entry = fixture.add(entry(1, "t", waitThen(answer("done"))));
    Future<Object> call = threads.submit(() -> fixture.call("t"));
    Fakes.await(inside);
    Future<Boolean> drained = drain(1);
    awaitThat(() -> entry.gate().isClosed());

    fixture.table.reopen(1);

    assertThat(drained.get()).isTrue();
    goOn.countDown();
    assertThat(call.get()).isEqualTo("done");
  }

  @Test
  void callsInTheGapOfAnUpdateWaitForTheNewVersionWithoutHoldingCarriers() throws Exception {
    ToolEntry old = fixture.add(entry(1, "t", answer("old")));
    assertThat(fixture.remove(old, true, LONG)).isTrue();
    List<Future<Object>> calls = new ArrayList<>();
    int many = 4 * Runtime.getRuntime().availableProcessors() + 50;
    for (int i = 0; i < many; i++) {
      calls.add(threads.submit(() -> fixture.call("t")));
    }
    // Would not run if the waiting calls held all carrier threads.
    threads
        .submit(() -> {
          fixture.table.stopped(1);
          fixture.add(entry(1, "t", answer("new")));
        })
        .get();

    for (Future<Object> call : calls) {
      assertThat(call.get()).isEqualTo("new");
    }
  }

  @Test
  void theGapEndsAtOnceWhenTheBundleIsUninstalled() throws Exception {
    ToolEntry old = fixture.add(entry(1, "t"));
    fixture.remove(old, true, LONG);
    Future<SpellException> call =
        threads.submit(() -> catchThrowableOfType(SpellException.class, () -> fixture.call("t")));

    fixture.table.forget(1);

    assertThat(call.get().message()).isEqualTo("Tool 't' not found");
    assertThat(fixture.table.isForgetful()).isTrue();
  }

  @Test
  void theGapEndsAfterItsTime() throws Exception {
    try (var impatient = new Fixture(SHORT, LONG)) {
      impatient.remove(impatient.add(entry(1, "t")), true, LONG);
      long start = System.nanoTime();

      assertThatThrownBy(() -> impatient.call("t")).hasMessage("Tool 't' not found");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(SHORT.dividedBy(2));
    }
  }

  @Test
  void theGapBeginsWhenTheLastCallOfTheOldVersionHasEnded() throws Exception {
    try (var impatient = new Fixture(Duration.ofMillis(300), LONG)) {
      ToolEntry old = impatient.add(entry(1, "t", waitThen(answer("old"))));
      Future<Object> running = threads.submit(() -> impatient.call("t"));
      Fakes.await(inside);
      Future<Boolean> stopped = threads.submit(() -> impatient.remove(old, true, LONG));
      awaitThat(() -> old.gate().isClosed());
      Future<Object> waiting = threads.submit(() -> impatient.call("t"));
      long later = System.nanoTime() + Duration.ofMillis(600).toNanos();
      awaitThat(() -> System.nanoTime() - later > 0);
      goOn.countDown();
      assertThat(running.get()).isEqualTo("old");
      assertThat(stopped.get()).isTrue();
      impatient.table.stopped(1);
      impatient.add(entry(1, "t", answer("new")));

      assertThat(waiting.get()).isEqualTo("new");
    }
  }

  @Test
  void aCallThatWaitsInTheGapHeedsItsDeadlineAndItsCancellation() throws Exception {
    fixture.remove(fixture.add(entry(1, "t")), true, LONG);
    var cancelled = ExecutionContext.create();
    cancelled.cancellation().cancel("enough");

    SpellException late =
        catchThrowableOfType(
            SpellException.class,
            () -> fixture.call("t", ExecutionContext.create().withDeadline(SHORT)));
    SpellException stopped =
        catchThrowableOfType(SpellException.class, () -> fixture.call("t", cancelled));

    assertThat(late.kind()).isInstanceOf(ErrorKind.Timeout.class);
    assertThat(stopped.text()).isEqualTo("Component error: Tool 't' was not called: enough");
  }

  @Test
  void aCallThatWaitsInTheGapHeedsAnInterrupt() throws Exception {
    fixture.remove(fixture.add(entry(1, "t")), true, LONG);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> fixture.call("t")).hasMessageContaining("was interrupted");

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aRetiredBundleTakesCallsAgainAfterItWasStoppedAndStarted() throws Exception {
    ToolEntry first = fixture.add(entry(1, "t", answer("first")));
    fixture.table.retire(1);
    fixture.drain.await(fixture.table.of(1), LONG);
    fixture.remove(first, true, LONG);
    fixture.table.stopped(1);
    fixture.add(entry(1, "t", answer("second")));

    assertThat(fixture.call("t")).isEqualTo("second");
  }

  @Test
  void aChangedPropertyChangesTheNameAtOnce() {
    ToolEntry entry = fixture.add(entry(1, "t", answer("yes")));

    fixture.table.describe(entry, info("renamed", "2.0.0"));

    assertThat(fixture.call("renamed")).isEqualTo("yes");
    assertThat(fixture.table.snapshot().find("t")).isEmpty();
  }

  @Test
  void aThousandUpgradesLeaveNothingBehind() throws Exception {
    fixture.add(entry(0, "t"));
    for (long bundle = 1; bundle <= 1_000; bundle++) {
      fixture.table.hold(bundle);
      fixture.add(entry(bundle, info("t", "1.0." + bundle), answer(bundle)));
      fixture.table.switchOver(bundle - 1, bundle);
      List<ToolEntry> old = fixture.table.of(bundle - 1);
      assertThat(fixture.drain.await(old, LONG)).isTrue();
      fixture.remove(old.getFirst(), true, LONG);
      fixture.table.stopped(bundle - 1);
      fixture.table.forget(bundle - 1);
      assertThat(fixture.pipeline.invoke("t", Map.of(), ExecutionContext.create()).data())
          .isEqualTo(bundle);
    }

    assertThat(fixture.table.isForgetful()).isTrue();
    assertThat(fixture.table.snapshot().find("t")).hasSize(1);
  }
}
