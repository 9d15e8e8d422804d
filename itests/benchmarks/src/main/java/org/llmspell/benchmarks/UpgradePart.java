package org.llmspell.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.UpgradeOptions;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;

/** Hot upgrades while every core calls the tool, and jars that are dropped into a folder. */
final class UpgradePart implements Part {
  private static final int UPGRADES = 50;
  private static final int DROPS = 9;
  private static final long SECONDS = 5;
  private static final String DEPLOY = "org.llmspell.deploy";
  private static final String VERIFY = "org.llmspell.verify";
  private static final String LOAD_TARGET = "0 failed calls; p99 during < 2 x before";
  private static final String DROP_TARGET = "< 300 ms";

  /** When a call was made. */
  private enum Phase {
    WARM_UP,
    BEFORE,
    DURING,
    AFTER,
    END
  }

  @Override
  public List<Row> measure() throws Exception {
    Path folder = Files.createTempDirectory("llmspell-plugins");
    try (Container container = Container.start(List.of(DEPLOY, VERIFY))) {
      if (container.count(PluginManager.class) == 0) {
        String reason = "there is no plugin manager";
        return List.of(
            Row.notMeasured("hot upgrade under load", LOAD_TARGET, reason),
            Row.notMeasured("dropped jar until its tool answers", DROP_TARGET, reason));
      }
      var rows = new ArrayList<>(upgrades(container, folder));
      rows.add(drops(container, folder));
      return rows;
    }
  }

  /** A thread that calls without pause. */
  private static final class Caller extends Thread {
    final Latencies[] latencies = new Latencies[Phase.values().length];
    long failures;
    @Nullable String failure;
    private final ToolInvoker invoker;
    private final AtomicReference<Phase> phase;

    Caller(ToolInvoker invoker, AtomicReference<Phase> phase) {
      this.invoker = invoker;
      this.phase = phase;
      for (int i = 0; i < latencies.length; i++) {
        latencies[i] = new Latencies();
      }
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // an array index costs the measured loop nothing
    public void run() {
      var context = ExecutionContext.create();
      for (Phase now = phase.get(); now != Phase.END; now = phase.get()) {
        long start = System.nanoTime();
        try {
          invoker.invoke("load-tool", Map.of(), context);
          latencies[now.ordinal()].add(System.nanoTime() - start);
        } catch (SpellException e) {
          failures++;
          failure = e.text();
        }
      }
    }
  }

  private static List<Row> upgrades(Container container, Path folder)
      throws IOException, InterruptedException {
    PluginManager plugins = container.service(PluginManager.class);
    ToolInvoker invoker = container.service(ToolInvoker.class);
    plugins.install(jar(folder, 0), _ -> {});
    var phase = new AtomicReference<>(Phase.WARM_UP);
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      var caller = new Caller(invoker, phase);
      caller.start();
      callers.add(caller);
    }
    double[] millis = new double[UPGRADES];
    try {
      pause();
      // The classes of the upgrade itself are loaded and compiled before it is measured.
      for (int i = 1; i <= 5; i++) {
        plugins.upgrade(jar(folder, i), UpgradeOptions.DEFAULT, _ -> {});
      }
      phase.set(Phase.BEFORE);
      pause();
      phase.set(Phase.DURING);
      for (int i = 0; i < UPGRADES; i++) {
        Path jar = jar(folder, i + 6);
        long start = System.nanoTime();
        plugins.upgrade(jar, UpgradeOptions.DEFAULT, _ -> {});
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
      phase.set(Phase.AFTER);
      pause();
    } finally {
      phase.set(Phase.END);
      for (Caller caller : callers) {
        caller.join();
      }
    }
    return rows(callers, millis);
  }

  private static List<Row> rows(List<Caller> callers, double[] millis) {
    long failures = callers.stream().mapToLong(caller -> caller.failures).sum();
    long calls = 0;
    List<Row> rows = new ArrayList<>();
    double steady = total(callers, Phase.BEFORE).micros(0.99);
    for (Phase phase : List.of(Phase.BEFORE, Phase.DURING, Phase.AFTER)) {
      Latencies all = total(callers, phase);
      calls += all.count();
      rows.add(
          new Row(
              "hot upgrades under load, " + phase.name().toLowerCase(java.util.Locale.ROOT),
              "%d calls, p50 %s, p99 %s, p99.99 %s"
                  .formatted(
                      all.count(),
                      Row.number(all.micros(0.5), "µs"),
                      Row.number(all.micros(0.99), "µs"),
                      Row.number(all.micros(0.9999), "µs")),
              phase == Phase.DURING ? "p99 < 2 x before" : "",
              "p99 is " + Row.number(all.micros(0.99) / steady, "x") + " of before"));
    }
    String reason =
        callers.stream().map(c -> c.failure).filter(f -> f != null).findFirst().orElse("");
    rows.add(
        new Row(
            "hot upgrades under load, failed calls",
            "%d of %d %s".formatted(failures, calls, reason).strip(),
            "0 of 1 M",
            callers.size() + " threads"));
    rows.add(
        new Row(
            "one hot upgrade under load, median of " + UPGRADES,
            Row.number(Processes.median(millis), "ms"),
            "",
            ""));
    return rows;
  }

  @SuppressWarnings("EnumOrdinal")
  private static Latencies total(List<Caller> callers, Phase phase) {
    var total = new Latencies();
    callers.forEach(caller -> total.add(caller.latencies[phase.ordinal()]));
    return total;
  }

  private static Path jar(Path folder, int version) throws IOException {
    return PluginJar.write(
        folder.resolve("load-" + version + ".jar"), "load-tool", "1.0." + version);
  }

  private static void pause() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private static Row drops(Container container, Path folder)
      throws IOException, InterruptedException {
    PluginManager plugins = container.service(PluginManager.class);
    ToolRegistry registry = container.service(ToolRegistry.class);
    ToolInvoker invoker = container.service(ToolInvoker.class);
    Path watched = Files.createDirectory(folder.resolve("watched"));
    double[] millis = new double[DROPS];
    try (var _ = plugins.watch(watched, _ -> {})) {
      for (int i = 0; i < DROPS; i++) {
        String name = "dropped-" + i;
        Path jar = PluginJar.write(folder.resolve(name + ".jar"), name, "1.0.0");
        long start = System.nanoTime();
        Files.move(jar, watched.resolve(name + ".jar"), StandardCopyOption.ATOMIC_MOVE);
        while (registry.find(name).isEmpty()) {
          if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(30)) {
            throw new IOException("A dropped jar was not installed within 30 seconds");
          }
          LockSupport.parkNanos(500_000);
        }
        invoker.invoke(name, Map.of(), ExecutionContext.create());
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    return new Row(
        "dropped jar until its tool answers, median of " + DROPS,
        Row.number(Processes.median(millis), "ms"),
        DROP_TARGET,
        "best "
            + Row.number(java.util.Arrays.stream(millis).min().orElse(0), "ms")
            + ", worst "
            + Row.number(java.util.Arrays.stream(millis).max().orElse(0), "ms"));
  }
}
