package org.llmspell.state.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.memory.MemoryBackends;

class OpenStoreTest {
  private final OpenStore store = OpenStore.over(new MemoryBackends().open(Path.of(".")));
  private final byte[] key = Keys.state(StateScope.GLOBAL, "k");

  private static TaskHandler handler(String kind, List<Object> heard) {
    return new TaskHandler() {
      @Override
      public String kind() {
        return kind;
      }

      @Override
      public void recover(OpenStore store, PendingTask task, StateProgress progress) {
        heard.add(task.data());
      }
    };
  }

  @Test
  void hasInterruptedWorkFinishedOnce() {
    List<Object> heard = new ArrayList<>();
    store.begin(new PendingTask("move", Map.of("at", 1L)));
    store.backend().write(List.of(store.progressOf(new PendingTask("move", Map.of("at", 2L)))));

    store.recover(List.of(handler("other", heard), handler("move", heard)), StateProgress.NONE);
    store.recover(List.of(), StateProgress.NONE);

    assertThat(heard).containsExactly(Map.of("at", 2L));
    assertThat(store.pending()).isEmpty();
  }

  @Test
  void refusesToOpenInTheMiddleOfUnknownWork() {
    store.begin(new PendingTask("futuristic", Map.of()));

    assertThatThrownBy(() -> store.recover(List.of(), StateProgress.NONE))
        .hasMessageContaining("'futuristic'");
    assertThat(store.pending("futuristic")).isPresent();
  }

  @Test
  void letsOrdinaryWorkWaitForBulkWorkWhichMayReadAndWriteItself() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Object> bulk =
          threads.submit(() ->
              store.exclusively(
                  "bulk",
                  () -> {
                    begun.countDown();
                    await(go);
                    store.backend().write(List.of(StateWrite.put(key, new byte[] {1})));
                    return store.writing(() -> store.reading(() -> store.backend().get(key)));
                  }));
      begun.await();
      Future<byte[]> read = threads.submit(() -> store.reading(() -> store.backend().get(key)));
      Future<byte[]> write = threads.submit(() -> store.writing(() -> store.backend().get(key)));

      assertThatThrownBy(() -> read.get(50, TimeUnit.MILLISECONDS)).isNotNull();
      assertThat(write.isDone()).isFalse();
      go.countDown();

      assertThat(bulk.get(10, TimeUnit.SECONDS)).isEqualTo(new byte[] {1});
      assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(new byte[] {1});
      assertThat(write.get(10, TimeUnit.SECONDS)).isEqualTo(new byte[] {1});
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
