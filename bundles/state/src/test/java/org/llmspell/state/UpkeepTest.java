package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.hook.replay.HookExecution;
import org.llmspell.core.hook.replay.HookRetention;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.state.store.Keys;

class UpkeepTest {
  private static final StateScope GLOBAL = StateScope.GLOBAL;
  private static final SetOptions MINUTE = SetOptions.DEFAULT.withTtl(Duration.ofMinutes(1));

  @TempDir Path dir;
  private Stores stores;
  private final List<StoreService> started = new ArrayList<>();

  @BeforeEach
  void prepare() {
    stores = new Stores(dir).enabled().with("upkeep_interval", "5ms");
  }

  @AfterEach
  void close() {
    started.forEach(StoreService::close);
  }

  private StoreService start() {
    StoreService service = stores.start();
    started.add(service);
    return service;
  }

  private StateBackend raw() {
    return stores.xodus.raw(dir.resolve("state/xodus"));
  }

  private boolean isStored(String key) {
    return raw().get(Keys.state(GLOBAL, key)) != null;
  }

  /** A start at which nothing is done in the background. */
  private StoreService quiet() {
    StoreService service = start();
    service.open();
    service.upkeep().stop();
    return service;
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /** No thread has anything left to do. */
  private static void awaitRest(StoreService service) {
    await("the end of the work", () -> service.upkeep().thread().isEmpty());
  }

  @Test
  void removesExpiredEntriesThatNobodyReads() {
    stores.with("encryption", true);
    StoreService service = start();
    var state = new StateService(service);
    for (int i = 0; i < 2_000; i++) {
      state.set(GLOBAL, "k" + i, "hunter2", i % 2 == 0 ? MINUTE : SetOptions.DEFAULT);
    }
    state.set(
        StateScope.parse("session:a"), "late", 1L, SetOptions.DEFAULT.withTtl(Duration.ofHours(1)));
    await("the first round", () -> service.upkeep().thread().isPresent());
    assertThat(isStored("k0")).isTrue();

    stores.pass(60_000);

    await("the last one", () -> !isStored("k1998") && !isStored("k0"));
    assertThat(raw().get(Keys.state(StateScope.parse("session:a"), "late"))).isNotNull();
    assertThat(state.keys(GLOBAL, "")).hasSize(1_000);
    stores.pass(3_600_000);
    await(
        "the late one", () -> raw().get(Keys.state(StateScope.parse("session:a"), "late")) == null);
    awaitRest(service);
    assertThat(isStored("k1")).isTrue();
  }

  @Test
  void removesWhatEarlierProcessesHaveLeft() {
    StoreService first = start();
    new StateService(first).set(GLOBAL, "k", 1L, MINUTE);
    first.close();
    stores.pass(60_000);

    start().open();

    await("the entry", () -> !isStored("k"));
  }

  @Test
  void leavesAnEntryThatIsSetAnew() {
    StoreService service = quiet();
    var state = new StateService(service);
    var chore = new ExpiredEntries(() -> {});
    for (int i = 0; i < 100; i++) {
      state.set(GLOBAL, "k" + i, 1L, MINUTE);
    }
    chore.opened(service.open());
    stores.pass(60_000);
    // Between the look and the removal, for it rests on the store there.
    stores.xodus.onScan = () -> state.set(GLOBAL, "k7", 2L);

    run(chore, service);

    assertThat(state.get(GLOBAL, "k7")).contains(2L);
    assertThat(isStored("k8")).isFalse();
  }

  private static void run(Upkeep.Chore chore, StoreService service) {
    try {
      chore.run(service.open(), new Pace());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void leavesADamagedEntryToItsReader() {
    StoreService service = quiet();
    new StateService(service).set(GLOBAL, "k", 1L, MINUTE);
    byte[] key = Keys.state(GLOBAL, "k");
    byte[] bytes = Objects.requireNonNull(raw().get(key)).clone();
    bytes[bytes.length - 5] ^= 1;
    raw().put(key, bytes);
    stores.pass(60_000);
    var chore = new ExpiredEntries(() -> {});

    run(chore, service);

    assertThat(isStored("k")).isTrue();
  }

  @Test
  void goesOnWhereAShortProcessHasStopped() {
    StoreService service = quiet();
    var state = new StateService(service);
    for (int i = 0; i < 3_000; i++) {
      state.set(GLOBAL, "k" + i, 1L, MINUTE);
    }
    stores.pass(60_000);
    var chore = new ExpiredEntries(() -> {});
    chore.opened(service.open());
    var steps = new AtomicInteger();
    stores.xodus.onScan =
        () -> {
          if (steps.incrementAndGet() == 3) {
            Thread.currentThread().interrupt();
          }
        };
    try {
      chore.run(service.open(), new Pace());
    } catch (InterruptedException | RuntimeException _) {
      // As at the end of a process.
    }
    assertThat(Thread.interrupted()).isTrue();
    stores.xodus.onScan = () -> {};
    assertThat(raw().get(ExpiredEntries.CURSOR)).isNotNull();
    long left = raw().size();
    assertThat(left).isBetween(1_001L, 2_999L);

    run(chore, service);
    assertThat(chore.isDue(stores.millis.get())).isTrue(); // the part before is looked at again
    assertThat(raw().size()).isZero();
    run(chore, service);
    assertThat(chore.isPending()).isFalse();
  }

  @Test
  void removesEntriesInMemoryOnly() {
    StoreService service = start();
    var state = new StateService(service);
    state.set(GLOBAL, "temp:a", 1L, MINUTE);
    state.set(GLOBAL, "temp:b", 1L);
    stores.pass(60_000);

    await("the entry", () -> state.info().ephemeral() == 1);
    assertThat(state.exists(GLOBAL, "temp:b")).isTrue();
  }

  @Test
  void leavesNoThreadAndDoesNotDelayTheEnd() {
    StoreService service = start();
    var state = new StateService(service);
    for (int i = 0; i < 5_000; i++) {
      state.set(GLOBAL, "k" + i, 1L, MINUTE);
    }
    await("the thread", () -> service.upkeep().thread().isPresent());
    stores.pass(60_000);
    Thread thread = service.upkeep().thread().orElseThrow();
    long begun = System.nanoTime();

    service.close();

    assertThat(thread.isAlive()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
  }

  private static HookExecution run(int number, long millis, int priority) {
    return new HookExecution(
        "h:1.0.0",
        UUID.randomUUID(),
        "c" + number,
        Map.of(),
        Map.of("type", "continue"),
        Instant.ofEpochMilli(millis),
        Duration.ofNanos(5),
        Map.of(HookRetention.PRIORITY, String.valueOf(priority)));
  }

  @Test
  void boundsTheHistoryOfHooksByCountAndSparesWhatMatters() {
    StoreService service = start();
    var history =
        new StoredHistory(
            service, new HookRetention(Duration.ofDays(1), 50, 10, 5, Duration.ofDays(1)));
    for (int i = 0; i < 200; i++) {
      history.record(run(i, stores.millis.get() + (i < 150 ? i : 150), i < 20 ? 9 : 0));
    }

    await("the bound", () -> history.find(run -> true).size() <= 54);
    assertThat(history.find(run -> run.metadata().containsValue("9"))).hasSize(20);
    assertThat(history.find(run -> run.correlationId().equals("c60"))).isEmpty();
  }

  @Test
  void forgetsOldRunsOfHooksButForAFew() {
    StoreService service = quiet();
    var retention = new HookRetention(Duration.ofDays(1), 1_000, 5, 5, Duration.ofDays(1));
    var history = new StoredHistory(service, retention);
    for (int i = 0; i < 20; i++) {
      history.record(run(i, stores.millis.get() + i, i < 8 ? 9 : 0));
    }
    stores.pass(Duration.ofHours(30).toMillis());
    run(new HistoryLimit(retention), service);
    assertThat(history.find(run -> true))
        .hasSize(8)
        .allMatch(run -> run.metadata().containsValue("9"));

    stores.pass(Duration.ofHours(30).toMillis());
    run(new HistoryLimit(retention), service);

    assertThat(history.find(run -> true))
        .extracting(HookExecution::correlationId)
        .containsExactly("c3", "c4", "c5", "c6", "c7");
  }

  @Test
  void keepsTheNewestEventsOnly() {
    StoreService service = start();
    var events = new StoredEvents(service, 1_000);
    List<UniversalEvent> all = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      all.add(UniversalEvent.builder("user.login").build().published(i, 1_000L + i));
    }

    events.store(all);

    await("the bound", () -> events.statistics().totalEvents() == 1_000);
    assertThat(events.statistics().oldest()).isEqualTo(Instant.ofEpochMilli(2_500));
  }
}
