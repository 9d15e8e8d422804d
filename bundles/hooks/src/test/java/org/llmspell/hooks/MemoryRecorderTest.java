package org.llmspell.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.replay.HookExecution;
import org.llmspell.core.hook.replay.HookRetention;

class MemoryRecorderTest {
  private static final Duration DAY = Duration.ofDays(1);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private MemoryRecorder recorder(int maxCount, int minCount) {
    return new MemoryRecorder(
        new HookRetention(DAY, maxCount, minCount, 5, DAY.multipliedBy(2)), () -> now);
  }

  private void record(MemoryRecorder recorder, String hook, int priority) {
    recorder.record(
        new HookExecution(
            hook + ":1.0.0",
            UUID.randomUUID(),
            "c",
            Map.of(),
            Map.of(),
            now,
            Duration.ZERO,
            Map.of("retention_priority", Integer.toString(priority))));
  }

  private static List<String> kept(MemoryRecorder recorder) {
    return recorder.find(_ -> true).stream().map(HookExecution::hookName).toList();
  }

  @Test
  void forgetsTheOldestBeyondTheGreatestNumberAndWhatMattersLast() {
    MemoryRecorder recorder = recorder(3, 0);
    record(recorder, "important", 5);
    record(recorder, "a", 4);
    record(recorder, "b", 0);
    record(recorder, "c", 0);
    assertThat(kept(recorder)).containsExactly("important", "b", "c");

    IntStream.range(0, 3).forEach(i -> record(recorder, "more" + i, 9));

    assertThat(kept(recorder)).containsExactly("more0", "more1", "more2");
  }

  @Test
  void forgetsWithAgeAndLaterWhatMatters() {
    MemoryRecorder recorder = recorder(100, 0);
    record(recorder, "ordinary", 0);
    record(recorder, "important", 5);
    now = now.plus(DAY);
    assertThat(kept(recorder)).containsExactly("ordinary", "important");

    now = now.plusMillis(1);
    assertThat(kept(recorder)).containsExactly("important");

    now = now.plus(DAY.multipliedBy(2)).minusMillis(1);
    assertThat(kept(recorder)).containsExactly("important");
    now = now.plusMillis(1);
    assertThat(kept(recorder)).isEmpty();
  }

  @Test
  void keepsTheLeastNumberHoweverOld() {
    MemoryRecorder recorder = recorder(100, 2);
    List.of("a", "b", "c").forEach(hook -> record(recorder, hook, 0));

    now = now.plus(Duration.ofDays(1_000));

    assertThat(kept(recorder)).containsExactly("b", "c");
  }

  @Test
  void goesOnRecordingWithAnotherPolicy() {
    MemoryRecorder recorder = recorder(100, 0);
    recorder.setRecording(true);
    record(recorder, "important", 5);
    List.of("a", "b", "c").forEach(hook -> record(recorder, hook, 0));

    recorder.change(new HookRetention(DAY, 2, 0, 5, DAY));

    assertThat(recorder.isRecording()).isTrue();
    assertThat(kept(recorder)).containsExactly("important", "c");
    recorder.change(new HookRetention(DAY, 3, 0, 5, DAY));
    record(recorder, "d", 0);
    assertThat(kept(recorder)).containsExactly("important", "c", "d");
  }

  @Test
  void theNamedPoliciesAreTheDocumentedOnes() {
    assertThat(HookRetention.preset("default"))
        .isEqualTo(new HookRetention(Duration.ofDays(7), 10_000, 100, 5, Duration.ofDays(7)));
    assertThat(HookRetention.preset("short_term").maxCount()).isEqualTo(1_000);
    assertThat(HookRetention.preset("long_term").maxAge()).isEqualTo(Duration.ofDays(30));
    assertThat(HookRetention.preset("retain_all").maxCount()).isEqualTo(Integer.MAX_VALUE);
    assertThatThrownBy(() -> HookRetention.preset("for ever"))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("'for ever'")
        .hasMessageContaining("long_term");
  }
}
