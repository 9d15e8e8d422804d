package org.llmspell.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.llmspell.core.context.TraceParent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookLimits;
import org.llmspell.core.hook.HookMetadata;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.hook.ReplayableHook;
import org.llmspell.core.hook.replay.CronExpression;
import org.llmspell.core.hook.replay.HookExecution;
import org.llmspell.core.hook.replay.HookRetention;
import org.llmspell.core.hook.replay.ReplayComparison.DifferenceType;
import org.llmspell.core.hook.replay.ReplayConfig;
import org.llmspell.core.hook.replay.ReplayConfig.Modification;
import org.llmspell.core.hook.replay.ReplayMode;

class ReplayTest {
  private final Hooks hooks = new Hooks();
  private final MemoryRecorder recorder =
      new MemoryRecorder(
          new HookRetention(Duration.ofDays(7), 3, 0, 5, Duration.ZERO), Clock.systemUTC());
  private final AtomicInteger runs = new AtomicInteger();
  private final Replayer replayer = new Replayer(hooks.service.table());

  private final class Doubler implements ReplayableHook {
    @Override
    public HookResult execute(HookContext context) {
      runs.incrementAndGet();
      return context.data().get("n") instanceof Number n
          ? new HookResult.Modified(Map.of("n", 2 * n.longValue()))
          : new HookResult.Cancel("no number");
    }
  }

  @BeforeEach
  void record() {
    hooks.service.addRecorder(recorder);
    recorder.setRecording(true);
    hooks.add(Hooks.POINT, HookMetadata.of("doubler").withLimits(HookLimits.INLINE), new Doubler());
    hooks.fire(Map.of("n", 21L));
  }

  @AfterEach
  void close() {
    replayer.close();
    hooks.close();
  }

  private HookExecution recorded() {
    return recorder.find(_ -> true).getFirst();
  }

  @Test
  void recordsWhatARunNeeds() {
    assertThat(recorded().hookId()).isEqualTo("doubler:1.0.0");
    assertThat(recorded().result()).isEqualTo(Map.of("type", "modified", "data", Map.of("n", 42L)));
    for (int i = 0; i < 5; i++) {
      hooks.fire(Map.of("n", 1L));
    }
    assertThat(recorder.find(_ -> true)).hasSize(3);
  }

  @Test
  void runsAgainExactly() {
    var result = replayer.replay(recorded(), ReplayConfig.of(ReplayMode.EXACT));

    assertThat(result.error()).isNull();
    assertThat(result.comparison()).isNotNull().matches(c -> c.identical());
    assertThat(runs).hasValue(2);
  }

  @Test
  void runsAgainWithAChangedContext() {
    var change = new Modification("data.n", "text", true);
    var result =
        replayer.replay(recorded(), ReplayConfig.of(ReplayMode.MODIFIED).with(List.of(change)));

    assertThat(result.result()).containsEntry("type", "cancel");
    assertThat(result.appliedModifications()).containsExactly("data.n");
    assertThat(result.comparison())
        .isNotNull()
        .matches(c -> c.differenceType().isPresent())
        .matches(c -> c.type() != DifferenceType.VARIANT_MISMATCH);
  }

  @Test
  void simulatesWithoutRunning() {
    var result = replayer.replay(recorded(), ReplayConfig.of(ReplayMode.SIMULATE));

    assertThat(result.result()).isEqualTo(recorded().result());
    assertThat(runs).hasValue(1);
  }

  @Test
  void saysWhenTheHookIsGone() {
    HookExecution execution = recorded();
    hooks.service.clear(_ -> true);

    var batch = replayer.replayAll(List.of(execution), ReplayConfig.of(ReplayMode.EXACT), 4);

    assertThat(batch.failureCount()).isEqualTo(1);
    assertThat(batch.results().getFirst().error()).contains("no hook 'doubler'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/15 * * * *    | 2026-01-31T10:07:30Z | 2026-01-31T10:15:00Z",
        "0 9 * * mon-fri | 2026-01-30T09:00:00Z | 2026-02-02T09:00:00Z",
        "30 4 1,15 * 5   | 2026-01-03T00:00:00Z | 2026-01-09T04:30:00Z",
        "0 0 29 feb *    | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z",
        "5 0 * * 7       | 2026-01-31T00:00:00Z | 2026-02-01T00:05:00Z",
      })
  void knowsTheNextTimeOfACronExpression(String expression, Instant after, Instant next) {
    assertThat(CronExpression.parse(expression).next(after, ZoneOffset.UTC)).contains(next);
  }

  @Test
  void refusesWrongCronExpressions() {
    assertThat(CronExpression.parse("0 0 30 2 *").next(Instant.EPOCH, ZoneOffset.UTC)).isEmpty();
    for (String wrong :
        List.of("* * * *", "60 * * * *", "a * * * *", "5-1 * * * *", "*/0 * * * *")) {
      assertThatThrownBy(() -> CronExpression.parse(wrong))
          .hasMessageMatching("(?s).*(fields|cron expression).*");
    }
  }

  @Test
  void readsAndWritesTraceParents() {
    String header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    var parsed = TraceParent.parse(header).orElseThrow();

    assertThat(parsed.text()).isEqualTo(header);
    var metadata = parsed.operation("test");
    assertThat(metadata.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(metadata.parentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(TraceParent.of(metadata).orElseThrow().traceId()).isEqualTo(parsed.traceId());
    assertThat(TraceParent.parse("00-" + "0".repeat(32) + "-00f067aa0ba902b7-01")).isEmpty();
    assertThat(TraceParent.parse(header.toUpperCase(Locale.ROOT))).isEmpty();
  }
}
