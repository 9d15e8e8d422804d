package org.llmspell.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.llmspell.core.config.Settings;
import org.llmspell.core.event.EventBusListener;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.scripting.Scripts;

@Timeout(60)
class EventGlobalTest {
  private final Bus bus = Buses.plain();
  private Settings container = Settings.NONE;
  private final Scripts scripts = Scripts.with(new EventGlobal(bus, () -> container));

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void receivesWhatItPublished() {
    Object value =
        scripts.eval(
            """
            local id = Event.subscribe("user.*")
            assert(Event.publish("user.login", {name = "ann", roles = {"a", "b"}}) == true)
            Event.publish("other", {})
            local e = Event.receive(id, 1000)
            local none = Event.receive(id, 0)
            return {e.event_type, e.type, e.name, e.data.name, e.data.roles[2], e.language,
              e.metadata.priority, tostring(none), e.target_language, e.serialization_version,
              #e.id, e.correlation_id == e.metadata.correlation_id, math.type(e.sequence),
              e.timestamp:match("^%d+%-%d+%-%d+T") ~= nil, tostring(e.ttl)}
            """);

    assertThat(value)
        .isEqualTo(
            List.of(
                "user.login",
                "user.login",
                "user.login",
                "ann",
                "b",
                "Lua",
                0L,
                "nil",
                "Lua",
                "1.0",
                36L,
                true,
                "integer",
                true,
                "nil"));
  }

  @Test
  void takesTheOptionsOfPublish() {
    EventSubscription all = bus.subscribe("*", SubscribeOptions.DEFAULT);
    var id = UUID.randomUUID();

    scripts.eval(
        """
        Event.publish("a", nil, {language = "js", correlation_id = "%s", ttl_seconds = 5})
        Event.emit("b", 1, {language = "klingon", correlation_id = "nonsense", priority = -3,
          source = "me", tags = {"x"}})
        """
            .formatted(id));

    UniversalEvent second = all.poll().orElseThrow(); // it is more urgent
    UniversalEvent first = all.poll().orElseThrow();
    assertThat(first.correlationId()).isEqualTo(id);
    assertThat(first.toPlain()).containsEntry("language", "JavaScript").containsEntry("ttl", 5L);
    assertThat(second.header().priority()).isEqualTo(-3);
    assertThat(second.header().source()).isEqualTo("me");
    assertThat(second.header().tags()).containsExactly("x");
    assertThat(second.toPlain()).containsEntry("language", "Lua");
  }

  @Test
  void callsAHandlerFunctionForEachEventInOrder() {
    Object value =
        scripts.eval(
            """
            local got = {}
            Event.subscribe("n.*", function(e) got[#got + 1] = e.data end)
            for i = 1, 5 do Event.publish("n.x", i) end
            return got
            """);

    assertThat(value).isEqualTo(List.of(1L, 2L, 3L, 4L, 5L));
  }

  @Test
  void callsAHandlerWhileTheScriptWaits() throws Exception {
    Thread publisher =
        Thread.ofVirtual()
            .start(() -> {
              while (!bus.hasSubscribers("go")) {
                Thread.onSpinWait();
              }
              for (int i = 1; i <= 3; i++) {
                bus.publish("go", i);
              }
            });

    Object value =
        scripts.eval(
            """
            local sum, never = 0, Event.subscribe("never")
            Event.subscribe("go", function(e)
              sum = sum + e.data
              if e.data == 3 then Event.publish("never", "now") end
            end)
            local e = Event.receive(never, 20000)
            return {sum, e.data}
            """);

    publisher.join();
    assertThat(value).isEqualTo(List.of(6L, "now"));
  }

  @Test
  void aHandlerMayPublishWhatItHandles() {
    Object value =
        scripts.eval(
            """
            local n = 0
            Event.subscribe("loop", function(e)
              n = n + 1
              if n < 100 then Event.publish("loop", n) end
            end)
            Event.publish("loop", 0)
            return n
            """);

    assertThat(value).isEqualTo(100L);
  }

  @Test
  void anErrorInAHandlerDoesNotReachThePublisher() {
    var failures = new java.util.concurrent.CopyOnWriteArrayList<String>();
    bus.add(
        new EventBusListener() {
          @Override
          public void handlerFailed(
              UniversalEvent event, EventSubscription subscription, Throwable failure) {
            failures.add(event.type());
          }
        });

    Object value =
        scripts.eval(
            """
            local n = 0
            Event.subscribe("a", function(e) error("boom") end)
            Event.subscribe("a", function(e) n = n + 1 end)
            Event.publish("a", {})
            Event.publish("a", {})
            return n
            """);

    assertThat(value).isEqualTo(2L);
    assertThat(scripts.written()).contains("Event handler for 'a' failed").contains("boom");
    assertThat(failures).containsExactly("a", "a");
  }

  @Test
  void listsAndUnsubscribesInBothSpellings() {
    Object value =
        scripts.eval(
            """
            local id = Event.subscribe("a.*", {language = "javascript"})
            local list = Event.list_subscriptions()
            local same = Event.listSubscriptions()
            local stats = Event.get_stats()
            assert(Event.getStats ~= nil)
            local first = Event.unsubscribe(id)
            local second = Event.unsubscribe(id)
            local ok, message = pcall(Event.receive, id, 0)
            return {#list, list[1].id == id, list[1].pattern, list[1].language, #same, first,
              second, ok, stats.bridge_stats.active_subscriptions,
              stats.bridge_stats.subscriptions_by_language.JavaScript,
              stats.event_bus_stats.events_processed, message}
            """);

    assertThat(value)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .startsWith(1L, true, "a.*", "JavaScript", 1L, true, false, false, 1L, 1L, 0L)
        .last()
        .asString()
        .contains("No active subscription found: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Event.publish("", 1)                              | type of an event
          Event.publish(nil, 1)                             | must be a string, not nil
          Event.publish("a", print)                         | holds a function
          Event.publish("a", {x = {print}})                 | holds a function
          Event.publish("a", 1, {ttl_seconds = "soon"})     | 'soon' but must be a number
          Event.publish("a", 1, {ttl_seconds = -1})         | must be 0 or more
          Event.subscribe("")                               | Pattern cannot be empty
          Event.subscribe(7)                                | must be a string, not a number
          Event.subscribe("a", "b")                         | must be a table
          Event.receive("nonsense")                         | No active subscription found: nonsense
          Event.receive(Event.subscribe("a"), -1)           | must be 0 or more
          Event.receive(Event.subscribe("a", function() end)) | has a handler function
          Event.unsubscribe()                               | must be a string, not nil
          """)
  void refusesBadInput(String code, String message) {
    assertThatThrownBy(() -> scripts.eval(code)).hasMessageContaining(message);
  }

  @Test
  void theEndOfAScriptEndsItsSubscriptions() {
    scripts.eval("Event.subscribe('a') Event.subscribe('b', function() end)");
    assertThatThrownBy(() -> scripts.eval("Event.subscribe('a') error('x')"))
        .hasMessageContaining("x");

    assertThat(bus.subscriptions()).isEmpty();
    assertThat(bus.hasSubscribers("a")).isFalse();
  }

  @Test
  void aQueueThatNobodyReadsKeepsTheNewest() {
    Object value =
        scripts.eval(
            """
            local id = Event.subscribe("n")
            for i = 1, 10500 do Event.publish("n", i) end
            return {Event.receive(id, 0).data, Event.get_stats().event_bus_stats.events_dropped}
            """);

    assertThat(value).isEqualTo(List.of(501L, 500L));
  }

  @Test
  void honoursTheSettingsOfTheScript() {
    Map<String, @Nullable Object> events = Map.of("max_events_per_second", 10L, "buffer_size", 5L);
    scripts.settings(Map.of("events", events));

    Object value =
        scripts.eval(
            """
            local id = Event.subscribe("n")
            local ok, message
            for i = 1, 100 do
              ok, message = pcall(Event.publish, "n", i)
              if not ok then break end
            end
            local n = 0
            while Event.receive(id, 0) do n = n + 1 end
            return {ok, n, Event.get_stats().event_bus_stats.rate_limit_violations, message}
            """);

    assertThat(value)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .startsWith(false, 5L, 1L)
        .last()
        .asString()
        .contains("Failed to publish event: Event was rate limited");
  }

  @Test
  void nothingIsPublishedWhenEventsAreOff() {
    scripts.settings(Map.of("events", Map.of("enabled", false)));

    assertThat(
            scripts.eval(
                "local id = Event.subscribe('a') Event.publish('a', 1) return Event.receive(id, 0)"))
        .isNull();
  }

  @Test
  void waitingEndsWithTheTimeOfTheScript() {
    scripts.settings(Map.of("engines", Map.of("lua", Map.of("timeout_ms", 300L))));
    long start = System.nanoTime();

    assertThatThrownBy(() -> scripts.eval("Event.receive(Event.subscribe('a'), 50000)"))
        .hasMessageContaining("timeout_ms");

    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
  }

  @Test
  void exportsAsTheSettingsOfTheScriptSay(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("events.jsonl");
    Map<String, @Nullable Object> export =
        Map.of("file", file.toString(), "stdout", true, "patterns", List.of("keep.*"));
    scripts.settings(Map.of("events", Map.of("export", export)));

    scripts.eval("Event.publish('keep.a', {x = 1}) Event.publish('other', 2)");

    assertThat(Files.readAllLines(file)).singleElement().asString().contains("keep.a");
    assertThat(scripts.written()).contains("\"event_type\":\"keep.a\"").doesNotContain("other");
    assertThat(bus.subscriptions()).isEmpty();
  }

  @Test
  void leavesToTheContainerWhatThatExportsAlready(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("events.jsonl");
    Map<String, @Nullable Object> settings =
        Map.of("events", Map.of("export", Map.of("file", file.toString(), "stdout", true)));
    container = new Settings(settings);
    scripts.settings(settings);

    scripts.eval("Event.publish('once', 1)");
    assertThat(file).doesNotExist();
    assertThat(scripts.written()).contains("\"event_type\":\"once\"");

    container = new Settings(Map.of("events", Map.of("export", Map.of("file", "other"))));
    scripts.eval("Event.publish('mine', 1)");
    assertThat(Files.readAllLines(file)).singleElement().asString().contains("mine");
  }

  @Test
  void filtersAsTheSettingsOfTheScriptSay() {
    scripts.settings(
        Map.of(
            "events",
            Map.of(
                "filtering",
                Map.of(
                    "include_types", List.of("*"),
                    "exclude_types", List.of("*.debug"),
                    "exclude_components", List.of("noisy*")))));
    EventSubscription all = bus.subscribe("*", SubscribeOptions.DEFAULT);

    scripts.eval(
        """
        Event.publish("a.debug", 1)
        Event.publish("a", 2, {source = "noisy-tool"})
        Event.publish("a", 3, {source = "calm-tool"})
        """);

    assertThat(Buses.drain(all)).containsExactly("3");
  }
}
