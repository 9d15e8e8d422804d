package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;

/** Threads that write and read state as fast as they can, until they are told to stop. */
final class StateLoad implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int KEYS = 100;

  private final State state;
  private final Predicate<Throwable> excused;
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final LongAdder calls = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final List<Thread> threads;
  private volatile boolean stopped;

  private StateLoad(State state, Predicate<Throwable> excused) {
    this.state = state;
    this.excused = excused;
    this.threads =
        IntStream.range(0, THREADS)
            .mapToObj(i -> Thread.ofPlatform().name("state-" + i).unstarted(() -> run(i)))
            .toList();
  }

  /**
   * Starts.
   *
   * @param excused failures that are allowed
   */
  static StateLoad start(State state, Predicate<Throwable> excused) {
    var load = new StateLoad(state, excused);
    // The bundle of the tests imports packages as it needs them, which is not safe from many
    // threads.
    load.call(scope(0), "k0", 0);
    load.check();
    load.threads.forEach(Thread::start);
    return load;
  }

  private static StateScope scope(int thread) {
    return StateScope.parse("custom:load-" + thread);
  }

  private void run(int thread) {
    StateScope scope = scope(thread);
    for (long number = 1; !stopped; number++) {
      call(scope, "k" + number % KEYS, number);
    }
  }

  /** Writes and reads a key that nobody else writes. */
  private void call(StateScope scope, String key, long number) {
    String name = scope.text() + " " + key;
    try {
      StateStore store = state.store();
      Long before = acknowledged.get(name);
      Optional<Object> found = store.get(scope, key);
      if (before != null && !found.equals(Optional.of(before))) {
        failures.add("%s is %s instead of %d".formatted(name, found, before));
      }
      // What is not acknowledged may be there or not.
      acknowledged.remove(name);
      store.set(scope, key, number);
      acknowledged.put(name, number);
    } catch (RuntimeException | LinkageError e) {
      if (excused.test(e)) {
        refused.increment();
        LockSupport.parkNanos(100_000); // leaves the processor to what is awaited
      } else {
        failures.add(e.toString());
      }
    }
    calls.increment();
  }

  long calls() {
    return calls.sum();
  }

  /** How many calls were refused with a reason that is allowed. */
  long refused() {
    return refused.sum();
  }

  /** Waits until so many more calls have been made. */
  void await(long more) {
    long goal = calls() + more;
    Await.until(() -> goal + " calls were made, now " + this, () -> calls() >= goal);
  }

  /** Fails when something went wrong, or something acknowledged is not there. */
  void check() {
    assertThat(failures).as(toString()).isEmpty();
    if (!threads.stream().anyMatch(Thread::isAlive)) {
      StateStore store = state.store();
      acknowledged.forEach((name, number) -> {
        String[] words = name.split(" ");
        assertThat(store.get(StateScope.parse(words[0]), words[1])).as(name).contains(number);
      });
    }
  }

  /** Fails unless something was acknowledged and is there. */
  void checkAll() {
    close();
    assertThat(acknowledged).isNotEmpty();
    check();
  }

  @Override
  public String toString() {
    return "%d calls, %d refused, failures %s".formatted(calls(), refused(), failures);
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
