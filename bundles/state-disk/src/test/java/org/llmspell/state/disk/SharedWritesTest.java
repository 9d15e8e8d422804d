package org.llmspell.state.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.llmspell.core.state.backend.StateWrite;

class SharedWritesTest {
  private static final StateWrite BAD = change(-1);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Integer> commits = new ArrayList<>();
  private final CountDownLatch firstIsIn = new CountDownLatch(1);
  private final CountDownLatch firstMayGo = new CountDownLatch(1);
  private final SharedWrites writes = new SharedWrites(this::commit);

  private static StateWrite change(int number) {
    return StateWrite.put(new byte[] {(byte) number}, new byte[0]);
  }

  /** The first commit waits until it may go; a bad change fails all that are with it. */
  private void commit(List<List<StateWrite>> batches) {
    firstIsIn.countDown();
    try {
      firstMayGo.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (batches.stream().anyMatch(batch -> batch.contains(BAD))) {
      throw new IllegalArgumentException("bad");
    }
    commits.add(batches.size());
  }

  @AfterEach
  void stop() {
    firstMayGo.countDown();
    executor.close();
  }

  private Future<Boolean> first() throws InterruptedException {
    Future<Boolean> first = executor.submit(() -> writes.write(List.of(change(0)), false));
    firstIsIn.await();
    return first;
  }

  private List<Future<Boolean>> waiting(int count, boolean alone) {
    List<Future<Boolean>> waiting = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      StateWrite change = change(i);
      waiting.add(executor.submit(() -> writes.write(List.of(change), alone)));
    }
    while (writes.waiting() < count) {
      Thread.onSpinWait();
    }
    return waiting;
  }

  @Test
  void thoseWhoWaitShareOneCommit() throws Exception {
    Future<Boolean> first = first();
    List<Future<Boolean>> waiting = waiting(15, false);
    firstMayGo.countDown();
    assertThat(first.get()).isTrue();
    for (Future<Boolean> one : waiting) {
      assertThat(one.get()).isTrue();
    }
    assertThat(commits).containsExactly(1, 15);
  }

  @Test
  void whoWantsToBeAloneIsAlone() throws Exception {
    Future<Boolean> first = first();
    List<Future<Boolean>> waiting = waiting(3, true);
    firstMayGo.countDown();
    first.get();
    for (Future<Boolean> one : waiting) {
      assertThat(one.get()).isTrue();
    }
    assertThat(commits).containsExactly(1, 1, 1, 1);
  }

  @Test
  void aSharedFailureIsWorthAnotherTry() throws Exception {
    Future<Boolean> first = first();
    Future<Boolean> bad = executor.submit(() -> writes.write(List.of(BAD), false));
    List<Future<Boolean>> good = waiting(2, false);
    while (writes.waiting() < 3) {
      Thread.onSpinWait();
    }
    firstMayGo.countDown();
    assertThat(first.get()).isTrue();
    assertThat(bad.get()).isFalse();
    for (Future<Boolean> one : good) {
      assertThat(one.get()).isFalse();
    }
  }

  @Test
  void aFailureAloneIsThrown() {
    firstMayGo.countDown();
    assertThatThrownBy(() -> writes.write(List.of(BAD), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bad");
    assertThat(writes.write(List.of(change(1)), false)).isTrue();
  }

  @Test
  void anInterruptIsKeptForLater() throws Exception {
    Future<Boolean> first = first();
    var thread = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    Future<Boolean> interrupted =
        executor.submit(() -> {
          threads.add(Thread.currentThread());
          thread.countDown();
          writes.write(List.of(change(1)), false);
          return Thread.interrupted();
        });
    thread.await();
    while (writes.waiting() < 1) {
      Thread.onSpinWait();
    }
    threads.getFirst().interrupt();
    firstMayGo.countDown();
    first.get();
    assertThat(interrupted.get()).isTrue();
  }

  @Test
  void manyWritersAllGetTheirTurn() throws InterruptedException, ExecutionException {
    firstMayGo.countDown();
    List<Future<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(
          executor.submit(() -> {
            boolean good = true;
            for (int round = 0; round < 5_000; round++) {
              good &= writes.write(List.of(change(round)), round % 7 == 0);
            }
            return good;
          }));
    }
    for (Future<Boolean> one : all) {
      assertThat(one.get()).isTrue();
    }
    assertThat(commits.stream().mapToInt(Integer::intValue).sum()).isEqualTo(40_000);
  }

  @Test
  void returnsOnlyAfterACommitThatBeganAfterTheCall() throws Exception {
    var begun = new AtomicLong();
    var ended = new AtomicLong();
    var commits =
        new SharedWrites(_ -> {
          long seen = begun.get();
          LockSupport.parkNanos(1);
          ended.accumulateAndGet(seen, Math::max);
        });
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(
          executor.submit(() -> {
            for (int round = 0; round < 2_000; round++) {
              long mine = begun.incrementAndGet();
              commits.write(List.of(), false);
              assertThat(ended.get()).isGreaterThanOrEqualTo(mine);
            }
          }));
    }
    for (Future<?> one : all) {
      one.get();
    }
  }
}
