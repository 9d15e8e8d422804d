package org.llmspell.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.AgentInput;
import org.llmspell.core.agent.AgentLimits;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.context.ExecutionContext;

/** A turn that is stopped takes all its threads with it, virtual ones too. */
@Tag("integration")
@Timeout(120)
class ThreadsTest {
  private final Bed bed = new Bed();
  private final CountDownLatch inside = new CountDownLatch(2);
  private final CountDownLatch seen = new CountDownLatch(2);
  private final List<String> during = new CopyOnWriteArrayList<>();

  @TempDir Path folder;

  ThreadsTest() {
    bed.tool(
        "wait",
        (_, context) -> {
          inside.countDown();
          await(inside);
          during.add(threads());
          seen.countDown();
          while (!context.cancellation().isCancelled()) {
            LockSupport.parkNanos(100_000); // spinning would keep the canceller from its turn
          }
          throw new CancellationException("stopped");
        });
    bed.calls("wait", "{}", "wait", "{\"n\": 2}");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The stacks of all threads of the process. */
  private String threads() {
    Path file = folder.resolve(Thread.currentThread().threadId() + "-" + System.nanoTime());
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertThatAllHaveEnded() {
    assertThat(during).hasSize(2).allMatch(dump -> dump.contains("agents.loop.ToolRunner"));
    assertThat(threads()).doesNotContain("agents.loop", "agents.LiveStream", "agents.Turns");
  }

  @Test
  void whenItIsCancelled() {
    Cancellation stop = Cancellation.create();
    LiveAgent agent = bed.agent("a", "wait");
    Thread.startVirtualThread(() -> {
      await(seen);
      stop.cancel("enough");
    });

    assertThatThrownBy(() ->
            agent.execute(AgentInput.text("go"), ExecutionContext.create().withCancellation(stop)))
        .hasMessageContaining("was cancelled: enough");

    assertThatAllHaveEnded();
  }

  @Test
  void whenItsTimeIsOver() {
    LiveAgent agent =
        bed.service.create(
            bed.spec("a")
                .allowedTools(List.of("wait"))
                .limits(new AgentLimits(Duration.ofSeconds(1), 512, 100, 10, 10, null))
                .build());

    assertThatThrownBy(() -> agent.execute(AgentInput.text("go"), ExecutionContext.create()))
        .hasMessageContaining("max_execution_time");

    assertThatAllHaveEnded();
  }

  @Test
  void whenItsStreamIsClosed() {
    LiveAgent agent = bed.agent("a", "wait");

    try (var stream = agent.streamExecute(AgentInput.text("go"), ExecutionContext.create())) {
      assertThat(stream.hasNext()).isTrue();
      await(seen);
      assertThat(threads()).contains("agents.LiveStream");
    }

    assertThatAllHaveEnded();
  }
}
