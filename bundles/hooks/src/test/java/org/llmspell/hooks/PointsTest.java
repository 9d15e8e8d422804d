package org.llmspell.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.hook.Hook;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookMetadata;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.runtime.PipelineStage;
import org.llmspell.core.runtime.ToolRegistry;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;

/** Hook services in a real container, and the table of points in the guide. */
@Tag("integration")
@Timeout(120)
class PointsTest {
  @TempDir Path folder;

  /** A row of the table in the guide. */
  private record Row(String firedBy, String since) {
    /** Whether others prove it: HookPointsTest of processes, FollowTest of config. */
    boolean isProvenElsewhere() {
      return Stream.of("state", "agents", "workflows", "configuration")
          .anyMatch(firedBy::startsWith);
    }
  }

  /** What the guide says: who fires each point, and since when. */
  private static Map<String, Row> table() throws IOException {
    Path guide = Path.of("../../docs/guide/hooks.md");
    Map<String, Row> rows = new TreeMap<>();
    for (String line : Files.readAllLines(guide)) {
      String[] cells = line.split("\\|");
      if (cells.length == 4 && cells[3].strip().matches("now|later")) {
        rows.put(cells[1].strip(), new Row(cells[2].strip(), cells[3].strip()));
      }
    }
    return rows;
  }

  @Test
  void theGuideNamesEachPointOnceAndTheOnesMarkedNowAreFired() throws Exception {
    Map<String, Row> table = table();
    Set<String> all = new TreeSet<>();
    Arrays.stream(StandardPoint.values()).forEach(point -> all.add(point.text()));
    assertThat(table.keySet()).isEqualTo(all);
    Set<String> now = new TreeSet<>();
    table.forEach((point, row) -> {
      if (row.since.equals("now") && !row.isProvenElsewhere()) {
        now.add(point);
      }
    });

    Set<String> fired = new ConcurrentSkipListSet<>();
    var usage = new CountDownLatch(2);
    try (var container = TestContainer.start(folder)) {
      container.register(
          Hook.class,
          (Hook)
              context -> {
                boolean isNew = fired.add(context.point().text());
                if (isNew && context.point().text().endsWith("UsageHigh")) {
                  usage.countDown();
                }
                return HookResult.proceed();
              },
          Map.of(
              "llmspell.hook.name", "all",
              "llmspell.hook.breaker", "none",
              "llmspell.hook.points", all.toArray(String[]::new)));
      use(container);
      // The thresholds are those of an idle machine, so the monitor is asked directly.
      try (var hooks = new Hooks();
          var monitor =
              new UsageMonitor(
                  hooks.service.table(),
                  (point, data) ->
                      container
                          .service(HookExecutor.class)
                          .fire(HookContext.of(point, HookComponent.system("c"), data)),
                  new UsageMonitor.Rules(Duration.ofMillis(10), 0, 0))) {
        hooks.add(StandardPoint.MEMORY_USAGE_HIGH, HookMetadata.of("m"), _ -> HookResult.proceed());
        assertThat(monitor).isNotNull();
        assertThat(usage.await(30, TimeUnit.SECONDS)).isTrue();
      }
    }

    now.remove("SystemStartup"); // see firesStartup
    assertThat(fired).containsAll(now);
    assertThat(fired).doesNotContain("SessionStart");
  }

  /** Makes each point be fired once at least. */
  private static void use(TestContainer container) throws Exception {
    container.tool(
        "slow",
        _ -> {
          long end = System.nanoTime() + Duration.ofMillis(1_100).toNanos();
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          return ToolOutput.ofText("done");
        });
    container.tool(
        "forbidden",
        _ -> {
          throw SpellException.security("file_access", "no");
        });
    container.tool(
        "hungry",
        _ -> {
          throw new SpellException(new ErrorKind.ResourceLimit("memory", 1, 2), "too much");
        });
    assertThat(container.service(ToolRegistry.class).list()).isNotEmpty();
    container.call("echo", "hi");
    container.call("slow", "x");
    assertThat(catchThrowable(() -> container.call("forbidden", "x"))).isNotNull();
    assertThat(catchThrowable(() -> container.call("hungry", "x"))).isNotNull();
    var bus = container.service(EventBus.class);
    var failed = new CountDownLatch(1);
    try (var subscription =
        bus.subscribe(
            "test.event",
            _ -> {
              failed.countDown();
              throw new IllegalStateException("handler");
            })) {
      assertThat(subscription).isNotNull();
      bus.publish("test.event", Map.of("x", 1L));
      assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void firesStartup() {
    var fired = new AtomicInteger();
    try (var hooks = new Hooks()) {
      hooks.add(
          StandardPoint.SYSTEM_STARTUP,
          HookMetadata.of("s"),
          _ -> {
            fired.incrementAndGet();
            return HookResult.proceed();
          });
      try (var container = TestContainer.start(folder)) {
        var context = container.framework().getBundleContext();
        var system =
            new SystemHooks(
                context,
                hooks.service,
                new UsageMonitor(
                    hooks.service.table(),
                    (_, _) -> {},
                    new UsageMonitor.Rules(Duration.ofSeconds(1), 100, 100)));
        system.frameworkEvent(
            new FrameworkEvent(FrameworkEvent.STARTED, context.getBundle(), null));
        system.close();
      }
    }

    assertThat(fired).hasValue(1);
  }

  @Test
  void aHookServiceIsMadeAtItsFirstRunAndGoesWithItsRegistration() {
    try (var container = TestContainer.start(folder)) {
      var runs = new AtomicInteger();
      var registration =
          container.register(
              Hook.class,
              (Hook)
                  _ -> {
                    runs.incrementAndGet();
                    return new HookResult.Replace("from a service");
                  },
              Map.of(
                  "llmspell.hook.name",
                  "service",
                  "llmspell.hook.points",
                  new String[] {"BeforeToolExecution"}));

      assertThat(ToolResults.data(container.call("echo", "hi")).get("result"))
          .isEqualTo("from a service");
      registration.unregister();
      assertThat(ToolResults.data(container.call("echo", "hi")).get("result")).isEqualTo("hi");

      assertThat(runs).hasValue(1);
      assertThat(container.hooks().list(_ -> true)).isEmpty();
      assertThat(container.hooks().statistics().hooks()).isEmpty();
    }
  }

  @Test
  void isNotInThePipelineWithoutHooks() throws Exception {
    try (var container = TestContainer.start(folder)) {
      var context = container.framework().getBundleContext();

      assertThat(ourStages(context)).isZero();
      container.register(
          Hook.class,
          (Hook) _ -> HookResult.proceed(),
          Map.of("llmspell.hook.name", "a", "llmspell.hook.points", "ToolError"));
      assertThat(ourStages(context)).isEqualTo(1);
    }
  }

  private static long ourStages(BundleContext context) throws InvalidSyntaxException {
    return context.getServiceReferences(PipelineStage.class, null).stream()
        .filter(stage -> stage.getBundle().getSymbolicName().equals("org.llmspell.hooks"))
        .count();
  }

  @Test
  void refusesAServiceWithAnUnknownPointButGoesOn() {
    try (var container = TestContainer.start(folder)) {
      container.register(
          Hook.class,
          (Hook) _ -> HookResult.proceed(),
          Map.of(
              "llmspell.hook.name",
              "a",
              "llmspell.hook.points",
              List.of("x").toArray(new String[0])));

      assertThat(container.hooks().list(_ -> true)).isEmpty();
      assertThat(container.call("echo", "hi").success()).isTrue();
    }
  }
}
