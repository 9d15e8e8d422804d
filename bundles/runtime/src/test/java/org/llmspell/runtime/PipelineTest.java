package org.llmspell.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.llmspell.runtime.Fakes.LONG;
import static org.llmspell.runtime.Fakes.answer;
import static org.llmspell.runtime.Fakes.appending;
import static org.llmspell.runtime.Fakes.awaitThat;
import static org.llmspell.runtime.Fakes.entry;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.context.ContextIdentity;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.context.SecurityContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.Stage;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.runtime.Fakes.FakeSource;
import org.llmspell.runtime.Fakes.FakeTool;
import org.llmspell.runtime.Fakes.Fixture;

@Timeout(60)
class PipelineTest {
  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void answersWithTheTimeItTook() {
    fixture.add(entry(1, "t", answer("yes")));

    ToolOutput output = fixture.pipeline.invoke("t", Map.of(), ExecutionContext.create());

    assertThat(output.data()).isEqualTo("yes");
    assertThat(output.executionTimeMillis()).isNotNull().isLessThan(10_000);
  }

  @Test
  void loadsAToolOnlyOnItsFirstCall() {
    var source = new FakeSource(1, 0, () -> new FakeTool("t", answer(1)));
    fixture.add(new ToolEntry(Fakes.info("t", "1.0.0"), source));
    assertThat(source.fetched).hasValue(0);

    fixture.call("t");
    fixture.call("t");

    assertThat(source.fetched).hasValue(1);
  }

  @Test
  void runsTheStagesPlaceByPlaceAndHighestRankingFirst() {
    fixture.add(entry(1, "t", (p, _) -> ToolOutput.of(p.get("input"))));
    Stage[] places = Stage.values();
    for (int i = places.length - 1; i >= 0; i--) {
      fixture.stage(places[i], 1, appending(i + "low "));
      fixture.stage(places[i], 2, appending(i + "high "));
    }

    assertThat(fixture.call("t"))
        .isEqualTo("0high 0low 1high 1low 2high 2low 3high 3low 4high 4low ");
  }

  @ParameterizedTest
  @EnumSource
  void aStageMayRefuse(Stage place) {
    var called = new AtomicInteger();
    fixture.add(entry(1, "t", (_, _) -> ToolOutput.of(called.incrementAndGet())));
    fixture.stage(
        place,
        0,
        (_, _) -> {
          throw SpellException.security("rule", "Not on a Sunday");
        });

    assertThat(failure("t").text()).isEqualTo("Security violation: Not on a Sunday");
    assertThat(called).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource
  void aStageMayTryAgain(Stage place) {
    var attempts = new AtomicInteger();
    fixture.add(
        entry(
            1,
            "t",
            (_, _) -> {
              if (attempts.incrementAndGet() < 3) {
                throw new IOException("not yet");
              }
              return ToolOutput.of("at last");
            }));
    fixture.stage(
        place,
        0,
        (invocation, next) -> {
          while (true) {
            try {
              return next.proceed(invocation);
            } catch (SpellException e) {
              assertThat(e.message()).isEqualTo("not yet");
            }
          }
        });

    assertThat(fixture.call("t")).isEqualTo("at last");
  }

  @Test
  void aStageMayRedirectToAnotherTool() {
    fixture.add(entry(1, "old"));
    fixture.add(entry(1, "new"));
    fixture.stage(
        Stage.AROUND,
        0,
        (invocation, next) ->
            invocation.tool().name().equals("old")
                ? fixture.pipeline.invoke("new", invocation.parameters(), invocation.context())
                : next.proceed(invocation));

    assertThat(fixture.call("old")).isEqualTo("new");
  }

  @Test
  void aCircleOfRedirectionsEndsWithAnError() {
    fixture.add(entry(1, "t"));
    fixture.stage(
        Stage.AROUND,
        0,
        (invocation, _) ->
            fixture.pipeline.invoke("t", invocation.parameters(), invocation.context()));

    assertThat(failure("t").message()).contains("more than 64 deep");
    assertThat(fixture.table.of(1).getFirst().gate().inside()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"OBSERVE", "SECURITY", "VALIDATE", "AROUND", "LIMIT"})
  void whatAStageChangesIsValidatedAgain(Stage place) {
    fixture.add(entry(1, "t"));
    fixture.stage(
        place,
        0,
        (invocation, next) -> next.proceed(invocation.withParameters(Map.of("input", 1L))));

    assertThat(failure("t").text())
        .isEqualTo("Validation error: Invalid type for parameter 'input': expected String");
  }

  @Test
  void aStageThatFailsIsAnInternalError() {
    fixture.add(entry(1, "t"));
    fixture.stage(
        Stage.OBSERVE,
        0,
        (_, _) -> {
          throw new NullPointerException();
        });

    assertThat(failure("t").text())
        .isEqualTo(
            "Internal error: A stage at OBSERVE failed in the call of tool 't': it used a value that is missing");
  }

  @Test
  @SuppressWarnings("NullAway") // this is what is tested
  void aStageThatReturnsNothingIsAnInternalError() {
    fixture.add(entry(1, "t"));
    fixture.stage(Stage.AROUND, 0, (_, _) -> null);

    assertThat(failure("t").message()).endsWith("it returned nothing");
  }

  @Test
  void aStageThatIsGoneIsNotRun() {
    fixture.add(entry(1, "t", (p, _) -> ToolOutput.of(p.getOrDefault("input", "none"))));
    var reference = fixture.stage(Stage.AROUND, 0, appending("x"));
    assertThat(fixture.call("t")).isEqualTo("x");

    fixture.stages.remove(reference);

    assertThat(fixture.call("t")).isEqualTo("none");
  }

  @Test
  void aStageThatGoesIsWaitedFor() throws Exception {
    fixture.add(entry(1, "t"));
    var inside = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    var gone = new CountDownLatch(1);
    var reference =
        fixture.stage(
            Stage.AROUND,
            0,
            (invocation, next) -> {
              inside.countDown();
              Fakes.sneak(() -> Fakes.await(leave));
              assertThat(gone.getCount()).isEqualTo(1);
              return next.proceed(invocation);
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var call = threads.submit(() -> fixture.call("t"));
      Fakes.await(inside);
      var _ =
          threads.submit(() -> {
            fixture.stages.remove(reference);
            gone.countDown();
          });
      leave.countDown();

      assertThat(call.get()).isEqualTo("t");
      Fakes.await(gone);
    }
  }

  @Test
  void aStageMayMoveTheCallToAnotherThread() {
    fixture.add(entry(1, "inner", (_, _) -> ToolOutput.of(Lease.depthOf(Pipeline.current()))));
    fixture.add(entry(1, "t", (_, context) -> ToolOutput.of(fixture.call("inner", context))));
    fixture.stage(
        Stage.LIMIT,
        0,
        (invocation, next) -> {
          try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return Fakes.sneak(() -> threads.submit(() -> next.proceed(invocation)).get());
          }
        });

    assertThat(fixture.call("t")).isEqualTo(2);
  }

  static Stream<Throwable> whateverAToolThrows() {
    return Stream.of(
        new IllegalStateException("broken"),
        new IOException("broken"),
        new AssertionError("broken"),
        new NoSuchMethodError("broken"),
        new ExceptionInInitializerError("broken"),
        new InternalError("broken"),
        new Error("broken"),
        new Exception("broken"),
        new RuntimeException(new IOException("broken")),
        new Throwable("broken"));
  }

  @ParameterizedTest
  @MethodSource
  void whateverAToolThrows(Throwable thrown) {
    fixture.add(
        entry(
            1,
            "t",
            (_, _) -> {
              throw thrown;
            }));

    assertThat(failure("t").text()).isEqualTo("Tool execution error: broken");
    assertThat(failure("t")).hasCause(thrown);
    assertThat(failure("t").kind()).isEqualTo(new ErrorKind.Tool("t"));
    assertNobodyIsInside();
  }

  @Test
  void anErrorOfTheFamilyPassesUnchanged() {
    var thrown = SpellException.storage("read", "The disk is gone", null);
    fixture.add(
        entry(
            1,
            "t",
            (_, _) -> {
              throw thrown;
            }));

    assertThat(failure("t")).isSameAs(thrown);
  }

  @Test
  void aToolThatReturnsNothingHasFailed() {
    fixture.add(entry(1, "t", (_, _) -> null));

    assertThat(failure("t").message()).isEqualTo("Tool 't' returned nothing");
  }

  @Test
  void aToolThatRunsOutOfStackHasFailed() {
    fixture.add(entry(1, "t", (_, _) -> ToolOutput.of(overflow(0))));

    assertThat(failure("t").message()).isEqualTo("it called itself too deeply");
    assertNobodyIsInside();
  }

  private static int overflow(int depth) {
    return depth < 0 ? 0 : 1 + overflow(depth + 1);
  }

  @Test
  void aToolThatCallsItselfWithoutEndIsStoppedInTime() {
    fixture.add(entry(1, "t", (_, _) -> ToolOutput.of(fixture.call("t"))));

    assertThat(failure("t").kind()).isEqualTo(new ErrorKind.ResourceLimit("nested calls", 64, 65));
    assertNobodyIsInside();
  }

  @Test
  void aToolWithABrokenSchemaHasFailedAndIsGivenBackEachTime() {
    var source =
        new FakeSource(
            1,
            0,
            () -> {
              throw SpellException.tool("t", "Tool 't' can not be made: no", null);
            });
    fixture.add(new ToolEntry(Fakes.info("t", "1.0.0"), source));

    assertThat(failure("t").message()).isEqualTo("Tool 't' can not be made: no");
    assertThat(failure("t").message()).isEqualTo("Tool 't' can not be made: no");
    assertNobodyIsInside();
  }

  @Test
  void refusesACallerOfALowerLevel() {
    var info =
        new ToolInfo(
            "t",
            "",
            "system",
            SecurityLevel.PRIVILEGED,
            SemanticVersion.parse("1.0.0"),
            List.of(),
            "b");
    fixture.add(entry(1, info, answer(1)));
    var identity =
        new ContextIdentity(
            null, null, null, new SecurityContext(List.of(), SecurityLevel.RESTRICTED));

    assertThat(failure("t", ExecutionContext.create().with(identity)).text())
        .isEqualTo(
            "Security violation: Tool 't' requires level Privileged, but the caller has Restricted");
    assertThat(fixture.call("t")).isEqualTo(1);
  }

  @Test
  void anUnknownToolIsAComponentError() {
    assertThat(failure("nothing").text()).isEqualTo("Component error: Tool 'nothing' not found");
  }

  @Test
  void aToolThatSleepsBeyondItsDeadlineIsInterrupted() {
    fixture.add(entry(1, "t", PipelineTest::sleepForever));

    SpellException failure =
        failure("t", ExecutionContext.create().withDeadline(Duration.ofMillis(30)));

    assertThat(failure.kind()).isInstanceOf(ErrorKind.Timeout.class);
    assertThat(failure.message()).startsWith("Tool 't' did not answer in time");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aCallWithoutDeadlineGetsTheDefault() {
    try (var impatient = new Fixture(LONG, Duration.ofMillis(30))) {
      impatient.add(entry(1, "t", PipelineTest::sleepForever));

      assertThatThrownBy(() -> impatient.call("t")).hasMessageContaining("did not answer in time");
    }
  }

  @Test
  void aDeadlineThatHasPassedMakesNoCall() {
    var called = new AtomicInteger();
    fixture.add(entry(1, "t", (_, _) -> ToolOutput.of(called.incrementAndGet())));

    SpellException failure = failure("t", ExecutionContext.create().withDeadline(Duration.ZERO));

    assertThat(failure.kind()).isInstanceOf(ErrorKind.Timeout.class);
    assertThat(called).hasValue(0);
  }

  @Test
  void aCancelledCallIsInterruptedAndSaysWhy() throws Exception {
    var context = ExecutionContext.create();
    var inside = new CountDownLatch(1);
    fixture.add(
        entry(
            1,
            "t",
            (p, c) -> {
              inside.countDown();
              return sleepForever(p, c);
            }));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var failed = threads.submit(() -> failure("t", context));
      Fakes.await(inside);

      context.cancellation().cancel("the user pressed Ctrl+C");

      assertThat(failed.get().text())
          .isEqualTo("Component error: Tool 't' was cancelled: the user pressed Ctrl+C");
    }
  }

  @Test
  void theInterruptOfOneCallDoesNotReachTheNext() {
    fixture.add(
        entry(
            1,
            "restores-the-flag",
            (p, c) -> {
              try {
                return sleepForever(p, c);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ToolOutput.of("stopped");
              }
            }));
    fixture.add(entry(1, "next", (_, _) -> ToolOutput.of(Thread.currentThread().isInterrupted())));

    for (int i = 0; i < 20; i++) {
      assertThat(
              fixture.call(
                  "restores-the-flag",
                  ExecutionContext.create().withDeadline(Duration.ofMillis(5))))
          .isEqualTo("stopped");
      assertThat(fixture.call("next")).isEqualTo(false);
    }
  }

  @Test
  void anInterruptFromOutsideStaysWithTheThread() {
    fixture.add(entry(1, "t"));
    Thread.currentThread().interrupt();

    fixture.call("t");

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anOuterDeadlineStopsTheInnerCallAndThenTheOuterOne() {
    List<String> ended = new ArrayList<>();
    fixture.add(entry(1, "inner", PipelineTest::sleepForever));
    fixture.add(
        entry(
            1,
            "outer",
            (p, context) -> {
              try {
                fixture.call("inner", context);
              } catch (SpellException e) {
                ended.add(e.message());
              }
              return sleepForever(p, context);
            }));

    SpellException failure =
        failure("outer", ExecutionContext.create().withDeadline(Duration.ofMillis(50)));

    assertThat(failure.message()).startsWith("Tool 'outer' did not answer in time");
    assertThat(ended).singleElement().asString().startsWith("Tool 'inner' did not answer in time");
  }

  @Test
  void theWatchdogWakesUpForACallAfterALongRest() throws Exception {
    fixture.add(entry(1, "t", PipelineTest::sleepForever));
    awaitThat(fixture.watchdog::isAsleep);

    assertThat(failure("t", ExecutionContext.create().withDeadline(Duration.ofMillis(30))).kind())
        .isInstanceOf(ErrorKind.Timeout.class);
  }

  @Test
  void theWatchdogMissesNoCallHoweverOftenItFallsAsleep() throws Exception {
    try (var sleepy = new Watchdog(1)) {
      for (int i = 0; i < 50; i++) {
        awaitThat(sleepy::isAsleep);
        var context = ExecutionContext.create().withDeadline(Duration.ofMillis(1));
        var call = new Call(Lease.of(entry(1, "t"), null), context);
        sleepy.begin(call);
        awaitThat(() -> Thread.currentThread().isInterrupted());
        sleepy.end(call);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
      }
    }
  }

  private static ToolOutput sleepForever(Map<String, ?> parameters, ExecutionContext context)
      throws InterruptedException {
    new CountDownLatch(1).await();
    return ToolOutput.of(null);
  }

  private void assertNobodyIsInside() {
    assertThat(fixture.table.of(1)).allMatch(entry -> entry.gate().inside() == 0);
    assertThat(fixture.watchdog.anyMatch(_ -> true)).isFalse();
  }

  private SpellException failure(String tool) {
    return failure(tool, ExecutionContext.create());
  }

  private SpellException failure(String tool, ExecutionContext context) {
    return catchThrowableOfType(SpellException.class, () -> fixture.call(tool, context));
  }
}
