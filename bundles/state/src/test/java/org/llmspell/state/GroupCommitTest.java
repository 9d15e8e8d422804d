package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

  @Test
  void returnsOnlyAfterASyncThatBeganAfterTheCall() throws Exception {
    var written = new AtomicLong();
    var synced = new AtomicLong();
    var commit =
        new GroupCommit(() -> {
          long seen = written.get();
          LockSupport.parkNanos(1);
          synced.accumulateAndGet(seen, Math::max);
        });

    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> work = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        work.add(
            threads.submit(() -> {
              for (int i = 0; i < 2_000; i++) {
                long mine = written.incrementAndGet();
                commit.commit();
                assertThat(synced.get()).isGreaterThanOrEqualTo(mine);
              }
            }));
      }
      for (Future<?> one : work) {
        one.get();
      }
    }
  }

  @Test
  void givesAFailureToTheOneWhoSyncedAndGoesOn() {
    var count = new AtomicLong();
    var commit =
        new GroupCommit(() -> {
          if (count.incrementAndGet() == 1) {
            throw new IllegalStateException("disk");
          }
        });

    assertThatThrownBy(commit::commit).hasMessage("disk");
    commit.commit();

    assertThat(count.get()).isEqualTo(2);
  }
}
