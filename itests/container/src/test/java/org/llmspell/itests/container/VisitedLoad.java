package org.llmspell.itests.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.runtime.ToolInvoker;

/** Threads that call the greeter and look who has visited the call: the hook of the visitor. */
final class VisitedLoad implements AutoCloseable {
  static final String NOBODY = "nobody";

  private static final int THREADS = 4;

  private final ToolInvoker invoker;
  private final List<Thread> threads = new ArrayList<>();
  private final List<AtomicLong> ended = new ArrayList<>();
  private final LongAdder calls = new LongAdder();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private volatile Set<String> visitors = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  private VisitedLoad(ToolInvoker invoker) {
    this.invoker = invoker;
  }

  static VisitedLoad start(ToolInvoker invoker) {
    var load = new VisitedLoad(invoker);
    // The bundle of the tests imports packages as it needs them, which is not safe from many
    // threads.
    load.call();
    for (int i = 0; i < THREADS; i++) {
      var count = new AtomicLong();
      load.ended.add(count);
      load.threads.add(Thread.ofPlatform().name("visited-" + i).start(() -> load.run(count)));
    }
    return load;
  }

  private void run(AtomicLong count) {
    while (!stopped) {
      call();
      count.incrementAndGet();
    }
  }

  private void call() {
    Set<String> seen = visitors;
    try {
      ToolOutput output =
          invoker.invoke("greeter", Map.of("name", "Ada"), ExecutionContext.create());
      if (!output.success()) {
        problems.add(output.text());
      }
      Map<?, ?> data = (Map<?, ?>) output.data();
      Object begun = data.get("visit_begun");
      Object end = data.get("visit_ended");
      if (begun == null ? end != null : !begun.equals(end)) {
        problems.add("half a visit: " + data);
      }
      if (data.containsKey("visit_after_the_end")) {
        problems.add("a visit after the end: " + data);
      }
      seen.add(begun == null ? NOBODY : begun.toString());
    } catch (RuntimeException | LinkageError e) {
      problems.add(e.toString());
    }
    calls.increment();
  }

  long calls() {
    return calls.sum();
  }

  /** What went wrong; empty when nothing. */
  List<String> problems() {
    return problems;
  }

  /** Who visited the calls that began since this was last asked. */
  Set<String> visitors() {
    Set<String> seen = visitors;
    visitors = ConcurrentHashMap.newKeySet();
    return Set.copyOf(seen);
  }

  /** Waits until so many more calls have been made. */
  void await(long more) {
    long goal = calls() + more;
    Await.until(
        () -> "%d calls were made; now %d, problems %s".formatted(goal, calls(), problems),
        () -> calls() >= goal);
  }

  /** Waits for the end of the calls that are running. */
  void awaitRunning() {
    for (AtomicLong count : ended) {
      long before = count.get();
      Await.until(() -> "calls end; problems " + problems, () -> count.get() > before);
    }
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
