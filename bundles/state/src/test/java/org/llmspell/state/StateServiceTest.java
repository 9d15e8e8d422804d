package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateClass;
import org.llmspell.core.state.StateScope;

class StateServiceTest {
  private static final StateScope GLOBAL = StateScope.GLOBAL;
  private static final StateScope AGENT = StateScope.parse("agent:a:b");

  @TempDir Path dir;

  @Test
  void keepsScopesApartAndForgetsNothingOverARestart() throws Exception {
    var stores = new Stores(dir).enabled();
    var state = stores.state();
    state.set(GLOBAL, "k", 1L);
    state.set(AGENT, "k", Map.of("x", List.of(1L, 2.5, "t")));
    state.set(StateScope.parse("agent:a"), "b:k", "other");
    state.set(StateScope.parse("user:1"), "k", null);

    var again = stores.state();

    assertThat(again.get(GLOBAL, "k")).contains(1L);
    assertThat(again.get(AGENT, "k")).contains(Map.of("x", List.of(1L, 2.5, "t")));
    assertThat(again.get(StateScope.parse("agent:a"), "b:k")).contains("other");
    assertThat(again.get(StateScope.parse("user:1"), "k")).isEmpty();
    assertThat(again.exists(StateScope.parse("user:1"), "k")).isTrue();
    assertThat(again.exists(StateScope.parse("custom:user:1"), "k")).isFalse();
    assertThat(again.scopes())
        .containsExactlyInAnyOrder(
            GLOBAL, AGENT, StateScope.parse("agent:a"), StateScope.parse("user:1"));
    assertThat(again.info().folder()).contains(dir.resolve("state"));
  }

  @Test
  void touchesNoDiskUnlessEnabled() throws Exception {
    var stores = new Stores(dir);
    stores.state().set(GLOBAL, "k", 1L);

    assertThat(stores.state().exists(GLOBAL, "k")).isFalse();
    try (var files = Files.list(dir)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void copiesValuesWhenTheyAreSetAndWhenTheyAreGot() {
    var state = new Stores(dir).state();
    Map<String, Object> mine = new HashMap<>(Map.of("n", 1L));
    state.set(GLOBAL, "k", mine);
    state.set(GLOBAL, "temp:k", mine);
    mine.put("n", 2L);
    ((Map<?, ?>) state.get(GLOBAL, "k").orElseThrow()).clear();

    assertThat(state.get(GLOBAL, "k")).contains(Map.of("n", 1L));
    assertThat(state.get(GLOBAL, "temp:k")).contains(Map.of("n", 1L));
  }

  @Test
  void holdsTheRulesForKeysWithTheirExactMessages() {
    var state = new Stores(dir).state();
    Map<String, String> wrong =
        Map.of(
            "",
            "Key cannot be empty",
            "k".repeat(257),
            "Key cannot be longer than 256 characters",
            "ü".repeat(129),
            "Key cannot be longer than 256 characters",
            "a..b",
            "Key contains invalid path traversal characters",
            "a\\b",
            "Key contains invalid path traversal characters",
            "a//b",
            "Key contains invalid path traversal characters",
            "a\nb",
            "Key contains invalid control characters",
            "__x",
            "Key cannot start with reserved prefixes __ or $$",
            "$$x",
            "Key cannot start with reserved prefixes __ or $$");

    wrong.forEach((key, message) -> {
      assertThatThrownBy(() -> state.set(GLOBAL, key, 1L))
          .as(key)
          .hasMessage("Invalid format: " + message);
      assertThatThrownBy(() -> state.get(GLOBAL, key)).hasMessageContaining(message);
    });
    assertThatThrownBy(
            () -> state.set(StateScope.parse("agent:" + "i".repeat(400)), "k".repeat(200), 1L))
        .hasMessageContaining("Scoped key exceeds maximum length");
    for (String key : List.of("k".repeat(256), "a.b/c", "_x", "$x", "ü".repeat(128), ":x")) {
      state.set(GLOBAL, key, 1L);
    }
    state.set(GLOBAL, "u\u0308x", "normal");
    assertThat(state.get(GLOBAL, "üx")).contains("normal");
  }

  @Test
  void limitsTheSizeOfAValue() {
    var state = new Stores(dir).with("max_state_size_bytes", 100L).state();

    assertThatThrownBy(() -> state.set(GLOBAL, "k", "x".repeat(200)))
        .isInstanceOfSatisfying(
            SpellException.class,
            e -> assertThat(e.kind()).isInstanceOf(ErrorKind.ResourceLimit.class));
    assertThat(state.exists(GLOBAL, "k")).isFalse();
  }

  @Test
  void looksUpThroughParents() {
    var state = new Stores(dir).state();
    state.set(GLOBAL, "a", "global");
    state.set(StateScope.parse("user:u1"), "b", "user");
    var session = StateScope.parse("session:u1_s");

    assertThat(state.getInherited(session, "a")).contains("global");
    assertThat(state.getInherited(session, "b")).contains("user");
    assertThat(state.get(session, "b")).isEmpty();
    assertThat(state.getInherited(AGENT, "b")).isEmpty();
  }

  @Test
  void listsCountsCopiesMovesAndClears() {
    var state = new Stores(dir).state();
    var to = StateScope.parse("tool:t");
    state.setAll(AGENT, Map.of("b", 2L, "a", 1L, "ab", 3L), SetOptions.DEFAULT);
    state.set(AGENT, "temp:x", 4L);
    state.set(GLOBAL, "z", 9L);

    assertThat(state.keys(AGENT, "")).containsExactly("a", "ab", "b", "temp:x");
    assertThat(state.keys(AGENT, "a")).containsExactly("a", "ab");
    assertThat(state.copy(AGENT, to)).isEqualTo(4);
    assertThat(state.all(to)).isEqualTo(state.all(AGENT)).hasSize(4);
    assertThat(state.clear(to)).isEqualTo(4);
    assertThat(state.keys(to, "")).isEmpty();
    assertThat(state.move(AGENT, to)).isEqualTo(4);
    assertThat(state.keys(AGENT, "")).isEmpty();
    assertThat(state.getAll(to, List.of("a", "none"))).isEqualTo(Map.of("a", 1L));
    assertThat(state.deleteAll(to, List.of("a", "none", "a", "temp:x"))).isEqualTo(2);
    assertThat(state.all(GLOBAL)).isEqualTo(Map.of("z", 9L));
  }

  @Test
  void keepsEphemeralEntriesInMemoryAndInNumber() {
    var stores = new Stores(dir).enabled();
    var state = new StateService(stores.start(), 50);
    for (int i = 0; i < 200; i++) {
      state.set(GLOBAL, "temp:" + i, (long) i);
    }
    state.set(GLOBAL, "plain", 1L);
    state.set(GLOBAL, "plain", 2L, SetOptions.DEFAULT.withClass(StateClass.EPHEMERAL));

    assertThat(state.info().ephemeral()).isLessThanOrEqualTo(50);
    assertThat(state.get(GLOBAL, "temp:199").isPresent() || state.info().ephemeral() == 50)
        .isTrue();
    assertThat(state.get(GLOBAL, "plain")).contains(2L);
    assertThat(stores.state().keys(GLOBAL, "")).isEmpty();
  }

  @Test
  void letsEntriesExpireWhateverTheClockDoes() {
    var stores = new Stores(dir).enabled();
    var state = stores.state();
    var ttl = SetOptions.DEFAULT.withTtl(Duration.ofSeconds(10));
    state.set(GLOBAL, "k", 1L, ttl);
    state.set(GLOBAL, "temp:k", 1L, ttl);
    stores.pass(9_000);
    assertThat(state.exists(GLOBAL, "k")).isTrue();

    stores.millis.addAndGet(-3_600_000);
    assertThat(state.exists(GLOBAL, "k")).isTrue();
    state.set(GLOBAL, "later", 1L, ttl);
    stores.pass(1_001);
    stores.millis.addAndGet(3_600_000);

    assertThat(state.exists(GLOBAL, "k")).isFalse();
    assertThat(state.exists(GLOBAL, "temp:k")).isFalse();
    assertThat(state.keys(GLOBAL, "")).containsExactly("later");
    assertThat(state.setIfAbsent(GLOBAL, "k", 2L, SetOptions.DEFAULT)).isTrue();
    assertThat(state.get(GLOBAL, "k")).contains(2L);
  }

  @Test
  void comparesAndSetsInOneStep() {
    var state = new Stores(dir).state();

    assertThat(state.compareAndSet(GLOBAL, "k", null, List.of(1L))).isTrue();
    assertThat(state.compareAndSet(GLOBAL, "k", List.of(2L), "no")).isFalse();
    assertThat(state.compareAndSet(GLOBAL, "k", List.of(1.0), "yes")).isTrue();
    assertThat(state.setIfAbsent(GLOBAL, "k", "no", SetOptions.DEFAULT)).isFalse();
    assertThat(state.get(GLOBAL, "k")).contains("yes");
    assertThatThrownBy(() -> state.increment(GLOBAL, "k", 1)).hasMessageContaining("'k'");
    state.set(GLOBAL, "n", Long.MAX_VALUE);
    assertThatThrownBy(() -> state.increment(GLOBAL, "n", 1)).hasMessageContaining("largest");
  }

  @Test
  void losesNoIncrementAndNoSwapOfManyThreads() throws Exception {
    var state = new Stores(dir).state();
    var swapped = new AtomicInteger();
    List<Long> sums = Collections.synchronizedList(new ArrayList<>());

    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> work = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        work.add(
            threads.submit(() -> {
              for (int i = 0; i < 1_000; i++) {
                sums.add(state.increment(GLOBAL, "n", 1));
                Object now = state.get(GLOBAL, "swap").orElse(null);
                long next = now == null ? 1 : (Long) now + 1;
                if (state.compareAndSet(GLOBAL, "swap", now, next)) {
                  swapped.incrementAndGet();
                }
              }
            }));
      }
      for (Future<?> one : work) {
        one.get();
      }
    }

    assertThat(state.get(GLOBAL, "n")).contains(8_000L);
    assertThat(sums).doesNotHaveDuplicates().hasSize(8_000);
    assertThat(state.get(GLOBAL, "swap")).contains((long) swapped.get());
  }

  @Test
  void leavesABatchThatFailsUndone() {
    var stores = new Stores(dir).enabled();
    var state = stores.state();
    state.set(GLOBAL, "a", "old");
    stores.xodus.writesLeft.set(0);

    assertThatThrownBy(() -> state.setAll(GLOBAL, Map.of("a", 1L, "b", 2L), SetOptions.DEFAULT))
        .hasMessageContaining("no space left");
    assertThatThrownBy(() -> state.set(GLOBAL, "a", 1L)).hasMessageContaining("no space left");

    stores.xodus.writesLeft.set(Integer.MAX_VALUE);
    assertThat(state.all(GLOBAL)).isEqualTo(Map.of("a", "old"));
  }

  @Test
  void namesTheDamagedEntryAndServesTheOthers() {
    var stores = new Stores(dir).enabled();
    var state = stores.state();
    state.set(AGENT, "bad", "value");
    state.set(AGENT, "good", "value");
    byte[] key = org.llmspell.state.store.Keys.state(AGENT, "bad");
    var raw = stores.xodus.raw(dir.resolve("state/xodus"));
    byte[] bytes = java.util.Objects.requireNonNull(raw.get(key)).clone();
    bytes[bytes.length - 6] ^= 1;
    raw.put(key, bytes);

    assertThatThrownBy(() -> state.get(AGENT, "bad"))
        .hasMessageContaining("'state:agent:a%3Ab:bad'")
        .hasMessageContaining("state repair");
    assertThat(state.get(AGENT, "good")).contains("value");
  }
}
