package org.llmspell.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.hook.HookLimits;
import org.llmspell.core.hook.HookMetadata;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookResult;

/** The runs of hooks as events, with a real bus. */
@Tag("integration")
@Timeout(120)
class HookEventsTest {
  @TempDir Path folder;

  @Test
  void tellOfEachRunWhileSomebodyListens() throws Exception {
    try (var container = TestContainer.start(folder)) {
      var metadata = HookMetadata.of("watcher").withLimits(HookLimits.INLINE);
      container
          .hooks()
          .register(StandardPoint.BEFORE_TOOL_EXECUTION, metadata, _ -> HookResult.proceed());
      container
          .hooks()
          .register(StandardPoint.BEFORE_EVENT_EMIT, metadata, _ -> HookResult.proceed());
      EventBus bus = container.service(EventBus.class);
      List<UniversalEvent> events = new CopyOnWriteArrayList<>();
      container.call("echo", "before anyone listens");
      try (EventSubscription subscription = bus.subscribe("hook.*", events::add)) {
        container.call("echo", "x");

        assertThat(subscription.awaitIdle(Duration.ofSeconds(10))).isTrue();
      }
      container.call("echo", "after that");

      assertThat(events)
          .extracting(UniversalEvent::type)
          .containsExactly(
              "hook.batch_execution.start",
              "hook.execution.start",
              "hook.execution.complete",
              "hook.batch_execution.complete");
      assertThat(events)
          .extracting(UniversalEvent::correlationId)
          .containsOnly(events.getFirst().correlationId());
      UniversalEvent complete = events.get(2);
      assertThat(complete.header().source()).isEqualTo("hook_executor");
      assertThat(complete.header().tags()).containsExactly("hook_execution");
      assertThat(data(complete))
          .containsEntry("hook", "watcher")
          .containsEntry("point", "BeforeToolExecution")
          .containsEntry("component", "echo")
          .containsEntry("result", "continue")
          .containsEntry("part_of", events.get(1).id().toString())
          .containsKey("duration_us");
      assertThat(data(events.get(3)))
          .containsEntry("results", List.of("continue"))
          .containsEntry("part_of", events.getFirst().id().toString());
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // plain maps have text keys
  private static Map<String, @Nullable Object> data(UniversalEvent event) {
    return (Map<String, @Nullable Object>) event.data();
  }

  @Test
  void limitsOfScriptsAreFired() throws Exception {
    try (var container = TestContainer.start(folder)) {
      List<Object> resources = new CopyOnWriteArrayList<>();
      container
          .hooks()
          .register(
              StandardPoint.RESOURCE_LIMIT_EXCEEDED,
              HookMetadata.of("limits").withLimits(HookLimits.INLINE),
              context -> {
                resources.add(
                    "%s of %s %s in %s"
                        .formatted(
                            context.data().get("resource"),
                            context.component().type(),
                            context.component().name(),
                            context.language()));
                return HookResult.proceed();
              });

      fails(container, "while true do end", Map.of("timeout_ms", 50L));
      fails(container, "local function f() return 1 + f() end f()", Map.of());
      fails(
          container,
          "local t = {} for i = 1, 1e7 do t[i] = ('x'):rep(1000) .. i end",
          Map.of("max_memory", 3_000_000L));
      fails(container, "error('an ordinary failure')", Map.of());

      assertThat(resources)
          .containsExactly(
              "time of Script test.lua in lua",
              "recursion of Script test.lua in lua",
              "memory of Script test.lua in lua");
    }
  }

  private static void fails(TestContainer container, String code, Map<String, Object> limits) {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> container.eval(code, Map.of("engines", Map.of("lua", limits)))))
        .isNotNull();
  }
}
