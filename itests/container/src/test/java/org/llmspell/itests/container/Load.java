package org.llmspell.itests.container;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.runtime.ToolInvoker;

/** Threads that call a tool as fast as they can, until they are told to stop. */
final class Load implements AutoCloseable {
  private static final int THREADS = 4;

  private final ToolInvoker invoker;
  private final String tool;
  private final Map<String, Object> parameters;
  private final List<Thread> threads;
  private final LongAdder calls = new LongAdder();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private volatile Set<Object> versions = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  private Load(ToolInvoker invoker, String tool, Map<String, Object> parameters) {
    this.invoker = invoker;
    this.tool = tool;
    this.parameters = parameters;
    this.threads =
        IntStream.range(0, THREADS)
            .mapToObj(i -> Thread.ofPlatform().name("load-" + i).unstarted(this::run))
            .toList();
  }

  static Load start(ToolInvoker invoker, String tool, Map<String, Object> parameters) {
    var load = new Load(invoker, tool, parameters);
    // The bundle of the tests imports packages as it needs them, which is not safe from many
    // threads.
    load.call();
    load.threads.forEach(Thread::start);
    return load;
  }

  private void run() {
    while (!stopped) {
      call();
    }
  }

  private void call() {
    Set<Object> answered = versions;
    try {
      ToolOutput output = invoker.invoke(tool, parameters, ExecutionContext.create());
      if (!output.success()) {
        failures.add(output.text());
      }
      version(output.data(), answered);
    } catch (RuntimeException | LinkageError e) {
      failures.add(e.toString());
    }
    calls.increment();
  }

  private static void version(Object data, Set<Object> versions) {
    if (data instanceof Map<?, ?> envelope
        && envelope.get("result") instanceof Map<?, ?> result
        && result.get("version") instanceof String version) {
      versions.add(version);
    }
  }

  /** The number of calls so far. */
  long calls() {
    return calls.sum();
  }

  /** Waits until so many more calls have been made. */
  void await(long more) {
    long goal = calls() + more;
    Await.until(() -> goal + " calls were made, now " + this, () -> calls() >= goal);
  }

  /** What went wrong; empty when nothing. */
  List<String> failures() {
    return failures;
  }

  /** The versions that answered the calls that began since this was last asked. */
  Set<Object> versions() {
    Set<Object> seen = versions;
    versions = ConcurrentHashMap.newKeySet();
    return Set.copyOf(seen);
  }

  @Override
  public String toString() {
    return "%d calls, failures %s".formatted(calls(), failures);
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
