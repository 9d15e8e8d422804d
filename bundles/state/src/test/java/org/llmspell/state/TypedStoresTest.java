package org.llmspell.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.hook.replay.HookExecution;
import org.llmspell.core.hook.replay.HookRetention;
import org.llmspell.core.state.AgentState;
import org.llmspell.core.state.ArtifactIndex;

class TypedStoresTest {
  @TempDir Path dir;
  private Stores stores;

  @BeforeEach
  void prepare() {
    stores = new Stores(dir).enabled();
  }

  private AgentStateService agents() {
    return new AgentStateService(stores.start(), new Surroundings());
  }

  @Test
  void keepsAgentsOverARestartWithoutTheirSecrets() {
    agents()
        .save(
            AgentState.of(
                "a:1",
                "llm",
                Map.of("context_variables", Map.of("api_key", "hunter2", "max_tokens", 5L)),
                Map.of("name", "writer")));

    AgentState found = agents().load("a:1").orElseThrow();
    assertThat(found.state())
        .isEqualTo(Map.of("context_variables", Map.of("api_key", "[REDACTED]", "max_tokens", 5L)));
    assertThat(found.agentType()).isEqualTo("llm");
    assertThat(found.created()).isEqualTo(Instant.ofEpochMilli(stores.millis.get()));
    assertThat(agents().list()).containsExactly("a:1");
    assertThat(agents().metadata("a:1")).contains(Map.of("name", "writer"));
    assertThat(agents().delete("a:1")).isTrue();
    assertThat(agents().delete("a:1")).isFalse();
    assertThat(agents().load("a:1")).isEmpty();
  }

  @Test
  void losesNoUpdateOfAnAgent() throws Exception {
    var agents = agents();
    agents.save(AgentState.of("a", "llm", Map.of("n", 0L), Map.of()));

    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> work = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        work.add(
            threads.submit(() -> {
              for (int i = 0; i < 250; i++) {
                agents.update("a", TypedStoresTest::counted);
              }
            }));
      }
      for (Future<?> one : work) {
        one.get();
      }
    }

    assertThat(agents.load("a").orElseThrow().state()).isEqualTo(Map.of("n", 1_000L));
  }

  private static AgentState counted(AgentState state) {
    long n = state.state().get("n") instanceof Long number ? number : 0;
    return AgentState.of(state.agentId(), state.agentType(), Map.of("n", n + 1), Map.of());
  }

  @Test
  void findsEventsByPatternTimeAndCorrelationAndForgetsOldOnes() {
    var correlation = UUID.randomUUID();
    List<UniversalEvent> events = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      events.add(
          UniversalEvent.builder(i % 2 == 0 ? "user.login" : "tool.failed")
              .data(Map.of("i", (long) i))
              .correlationId(i == 7 ? correlation : UUID.randomUUID())
              .build()
              .published(i, 1_000L + i));
    }
    new StoredEvents(stores.start(), 100_000).store(events);
    var store = new StoredEvents(stores.start(), 100_000);

    assertThat(store.byPattern("user.*", 2))
        .extracting(UniversalEvent::sequence)
        .containsExactly(2496L, 2498L);
    assertThat(store.byTime(Instant.ofEpochMilli(1_010), Instant.ofEpochMilli(1_012), 10))
        .isEqualTo(events.subList(10, 12));
    assertThat(store.byCorrelation(correlation)).containsExactly(events.get(7));
    assertThat(store.deleteBefore(Instant.ofEpochMilli(3_200))).isEqualTo(2_200);
    assertThat(store.statistics().totalEvents()).isEqualTo(300);
    assertThat(store.statistics().oldest()).isEqualTo(Instant.ofEpochMilli(3_200));
  }

  @Test
  void keepsRunsOfHooks() {
    var history = new StoredHistory(stores.start(), HookRetention.DEFAULT);
    var runs = new ArrayList<HookExecution>();
    for (int i = 0; i < 3; i++) {
      var run =
          new HookExecution(
              "h:1.0.0",
              UUID.randomUUID(),
              "corr:" + i,
              Map.of("data", Map.of("n", (long) i)),
              Map.of("type", "continue"),
              Instant.ofEpochMilli(10L - i),
              Duration.ofNanos(5),
              Map.of("point", "BeforeToolExecution"));
      history.record(run);
      runs.addFirst(run);
    }

    var again = new StoredHistory(stores.start(), HookRetention.DEFAULT);
    assertThat(again.find(run -> true)).isEqualTo(runs);
    again.clear();
    assertThat(again.find(run -> true)).isEmpty();
  }

  @Test
  void knowsWhereArtifactsComeFrom() {
    var index = new ArtifactService(stores.start());
    index.track("report:1", "art-1", "work-1");
    index.track("data", "art-2", "work-1");
    index.track("data", "art-3", "work-2");

    assertThat(index.ofKey("data"))
        .extracting(ArtifactIndex.Entry::artifactId)
        .containsExactly("art-2", "art-3");
    assertThat(index.ofCorrelation("work-1")).hasSize(2);
    assertThat(index.lineage("art-1"))
        .extracting(ArtifactIndex.Entry::artifactId)
        .containsExactlyInAnyOrder("art-1", "art-2");
    assertThat(index.forget("data")).isEqualTo(2);
    assertThat(index.ofKey("report:1")).hasSize(1);
  }
}
