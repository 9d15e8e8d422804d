package org.llmspell.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.llmspell.agents.loop.Sink;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.agent.AgentLimits;
import org.llmspell.core.agent.AgentPhase;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.stream.AgentChunk;
import org.llmspell.core.stream.ChunkContent;

@Tag("unit")
class ToolLoopTest {
  private final Bed bed = new Bed();

  private static AgentOutput ask(LiveAgent agent, String text) {
    return agent.execute(AgentInput.text(text), ExecutionContext.create());
  }

  private static String lastResult(ModelRequest request) {
    ModelMessage last = request.messages().getLast();
    assertThat(last).isInstanceOf(ModelMessage.ToolResult.class);
    return last.text();
  }

  private static AgentLimits limits(int toolCalls, int identical, @Nullable Long tokens) {
    return new AgentLimits(Duration.ofSeconds(60), 512, toolCalls, 10, identical, tokens);
  }

  @Test
  void givesTheResultOfAToolBackToTheModel() {
    bed.calls("echo", "{\"input\": \"x\"}").says("done");

    AgentOutput output = ask(bed.agent("a", "echo"), "go");

    assertThat(output.text()).isEqualTo("done");
    assertThat(lastResult(bed.requests.get(1))).contains("\"result\": \"x\"");
    assertThat(bed.requests.getFirst().tools()).extracting("name").containsExactly("echo");
    assertThat(output.metadata().tokenCount()).isEqualTo(30);
    assertThat(bed.requests.getFirst().messages().getFirst().text())
        .isEqualTo("You are a, an AI assistant. For the test");
  }

  @Test
  void makesCallsOfOneAnswerSideBySideAndKeepsTheirOrder() throws Exception {
    var both = new CyclicBarrier(2);
    bed.tool(
        "meet",
        (p, _) -> {
          try {
            both.await(20, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return ToolOutput.ofText(String.valueOf(p.get("who")));
        });
    bed.calls("meet", "{\"who\": \"first\"}", "meet", "{\"who\": \"second\"}").says("met");

    AgentOutput output = ask(bed.agent("a", "meet"), "go");

    assertThat(output.text()).isEqualTo("met");
    List<ModelMessage> said = bed.requests.get(1).messages();
    assertThat(said.subList(said.size() - 2, said.size()))
        .extracting(ModelMessage::text)
        .containsExactly("first", "second");
  }

  @Test
  void tellsTheModelOfAnUnknownToolAndTheNearestOne() {
    bed.calls("ecko", "{}").says("sorry");

    ask(bed.agent("a", "echo"), "go");

    assertThat(lastResult(bed.requests.get(1)))
        .contains("Tool 'ecko' not found; did you mean 'echo'?");
  }

  @Test
  void doesNotRunAToolThatIsNotAllowed() {
    var ran = new AtomicBoolean();
    bed.tool(
        "secret",
        (_, _) -> {
          ran.set(true);
          return ToolOutput.ofText("x");
        });
    bed.calls("secret", "{}").says("ok");

    ask(bed.agent("a", "echo"), "go");

    assertThat(ran).isFalse();
  }

  @Test
  void tellsTheModelOfArgumentsThatAreNoJsonOrNoObject() {
    bed.calls("echo", "{oops").calls("echo", "[1]").says("ok");

    ask(bed.agent("a", "echo"), "go");

    assertThat(lastResult(bed.requests.get(1))).contains("is no valid JSON");
    assertThat(lastResult(bed.requests.get(2))).contains("must be a JSON object");
  }

  @Test
  void givesErrorsOfToolsToTheModel() {
    bed.tool(
        "broken",
        (_, _) -> {
          throw SpellException.tool("broken", "it is broken", null);
        });
    bed.calls("broken", "{}").says("I see");

    LiveAgent agent = bed.agent("a", "broken");
    AgentOutput output = ask(agent, "go");

    assertThat(output.text()).isEqualTo("I see");
    assertThat(lastResult(bed.requests.get(1))).contains("Tool execution error: it is broken");
    assertThat(agent.metrics().toolFailures()).isEqualTo(1);
  }

  @Test
  void asksOnceMoreAfterAnEmptyAnswerAndThenGivesUp() {
    bed.says("").says("better");
    assertThat(ask(bed.agent("a"), "go").text()).isEqualTo("better");

    bed.says("").says(" ");
    assertThatThrownBy(() -> ask(bed.agent("b"), "go"))
        .isInstanceOfSatisfying(
            SpellException.class, e -> assertThat(e.kind()).isInstanceOf(ErrorKind.Provider.class))
        .hasMessageContaining("empty answer");
  }

  @Test
  void endsAnEndlessLoopAtTheLimitOfCallsAndLeavesNoHalfConversation() {
    var count = new AtomicInteger();
    bed.tool("more", (_, _) -> ToolOutput.ofText("more " + count.incrementAndGet()));
    bed.always((_, _) -> Bed.calling("more", "{}"));
    LiveAgent agent =
        bed.service.create(
            bed.spec("a").allowedTools(List.of("more")).limits(limits(5, 10, null)).build());

    assertThatThrownBy(() -> ask(agent, "go"))
        .isInstanceOfSatisfying(
            SpellException.class,
            e -> assertThat(e.kind()).isInstanceOf(ErrorKind.ResourceLimit.class))
        .hasMessageContaining("max_tool_calls = 5");

    assertThat(count).hasValue(5);
    assertThat(agent.conversationLength()).isZero();
    assertThat(agent.phase()).isEqualTo(AgentPhase.READY);
    assertThat(agent.metrics().failed()).isEqualTo(1);
  }

  @Test
  void endsALoopOfTheVerySameCalls() {
    bed.always((_, _) -> Bed.calling("echo", "{}"));
    LiveAgent agent =
        bed.service.create(
            bed.spec("a").allowedTools(List.of("echo")).limits(limits(100, 3, null)).build());

    assertThatThrownBy(() -> ask(agent, "go"))
        .hasMessageContaining("very same call of 'echo' 4 times");
  }

  @Test
  void endsATurnThatHasTakenItsTokens() {
    bed.always((r, _) -> Bed.calling("echo", "{\"n\": %d}".formatted(r.messages().size())));
    LiveAgent agent =
        bed.service.create(
            bed.spec("a").allowedTools(List.of("echo")).limits(limits(100, 10, 40L)).build());

    assertThatThrownBy(() -> ask(agent, "go")).hasMessageContaining("token_budget is 40");
    assertThat(bed.requests).hasSize(3);
  }

  @Test
  void endsAtTheTimeLimit() {
    bed.always((_, context) -> {
      while (true) {
        context.cancellation().check();
        Thread.onSpinWait();
      }
    });
    LiveAgent agent =
        bed.service.create(
            bed.spec("a")
                .limits(new AgentLimits(Duration.ofMillis(50), 512, 100, 10, 10, null))
                .build());

    assertThatThrownBy(() -> ask(agent, "go"))
        .isInstanceOfSatisfying(
            SpellException.class, e -> assertThat(e.kind()).isInstanceOf(ErrorKind.Timeout.class))
        .hasMessageContaining("max_execution_time");
    assertThat(agent.phase()).isEqualTo(AgentPhase.READY);
  }

  @Test
  void cancelsToolsInMidCallAndLeavesNoThread() throws Exception {
    var inside = new CountDownLatch(2);
    var left = new CountDownLatch(2);
    bed.tool(
        "wait",
        (_, context) -> {
          inside.countDown();
          try {
            while (!context.cancellation().isCancelled()) {
              Thread.onSpinWait();
            }
            throw new CancellationException("stopped");
          } finally {
            left.countDown();
          }
        });
    bed.calls("wait", "{}", "wait", "{\"n\": 2}");
    LiveAgent agent = bed.agent("a", "wait");
    Cancellation stop = Cancellation.create();
    ExecutionContext context = ExecutionContext.create().withCancellation(stop);
    var failure = new SpellException[1];
    Thread turn =
        Thread.startVirtualThread(() -> {
          try {
            agent.execute(AgentInput.text("go"), context);
          } catch (SpellException e) {
            failure[0] = e;
          }
        });
    assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();

    stop.cancel("enough");

    assertThat(turn.join(Duration.ofSeconds(20))).isTrue();
    assertThat(left.getCount()).isZero();
    assertThat(failure[0]).hasMessageContaining("was cancelled: enough");
    assertThat(agent.conversationLength()).isZero();
    assertThat(agent.phase()).isEqualTo(AgentPhase.READY);
  }

  @Test
  void destroyingAnAgentCancelsItsTurn() throws Exception {
    var inside = new CountDownLatch(1);
    bed.always((_, context) -> {
      inside.countDown();
      while (true) {
        context.cancellation().check();
        Thread.onSpinWait();
      }
    });
    LiveAgent agent = bed.agent("a");
    var failure = new SpellException[1];
    Thread turn =
        Thread.startVirtualThread(() -> {
          try {
            ask(agent, "go");
          } catch (SpellException e) {
            failure[0] = e;
          }
        });
    assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(bed.service.destroy("a")).isTrue();

    assertThat(turn.join(Duration.ofSeconds(20))).isTrue();
    assertThat(failure[0]).hasMessageContaining("the agent was terminated");
    assertThat(agent.phase()).isEqualTo(AgentPhase.TERMINATED);
  }

  @Test
  void goesOnWithTheNewVersionOfATool() {
    bed.tool("tool", (_, _) -> ToolOutput.ofText("old"));
    bed.calls("tool", "{}")
        .then((_, _) -> {
          bed.remove("tool");
          return Bed.calling("echo", "{}");
        })
        .then((request, _) -> {
          assertThat(request.tools()).extracting("name").contains("tool");
          bed.tool("tool", (_, _) -> ToolOutput.ofText("new"));
          return Bed.calling("tool", "{}");
        })
        .says("done");

    AgentOutput output = ask(bed.agent("a", "tool", "echo"), "go");

    assertThat(output.toolCalls())
        .extracting(call -> call.result() == null ? "" : call.result().text())
        .first()
        .isEqualTo("old");
    assertThat(lastResult(bed.requests.get(3))).isEqualTo("new");
  }

  @Test
  void offersNamesThatVendorsTakeAndFindsTheToolsAgain() {
    bed.tool("my.tool", (_, _) -> ToolOutput.ofText("found"));
    bed.calls("my_tool", "{}").calls("my-tool", "{}").says("done");

    ask(bed.agent("a", "my.tool"), "go");

    assertThat(bed.requests.getFirst().tools()).extracting("name").containsExactly("my_tool");
    assertThat(lastResult(bed.requests.get(1))).isEqualTo("found");
    assertThat(lastResult(bed.requests.get(2))).isEqualTo("found");
  }

  private static Map<String, @Nullable Object> schema() {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", Map.of("age", Map.of("type", "integer", "minimum", 0L)));
    schema.put("required", List.of("age"));
    return schema;
  }

  @Test
  void letsTheModelMendAnAnswerThatDoesNotFollowTheSchema() {
    bed.says("{\"age\": \"old\"}").says("```json\n{\"age\": 7}\n```");
    LiveAgent agent = bed.service.create(bed.spec("a").outputSchema(schema()).build());

    AgentOutput output = ask(agent, "how old?");

    assertThat(output.metadata().extra().get("data")).isEqualTo(Map.of("age", 7L));
    assertThat(bed.requests.get(1).messages().getLast().text())
        .contains("age must be integer, not a string");
    assertThat(bed.requests.getFirst().messages().getFirst().text()).contains("JSON Schema");
  }

  @Test
  void reportsAnAnswerThatCanNotBeMended() {
    bed.says("no").says("{}");
    LiveAgent agent = bed.service.create(bed.spec("a").outputSchema(schema()).build());

    assertThatThrownBy(() -> ask(agent, "how old?")).hasMessageContaining("lacks 'age'");
  }

  @Test
  void handsOnEachPieceOfAnAnswer() {
    bed.chunks = List.of("Hel", "lo");
    bed.says("Hello");
    List<String> pieces = new ArrayList<>();

    bed.agent("a").run(AgentInput.text("go"), ExecutionContext.create(), (Sink) pieces::add);

    assertThat(pieces).containsExactly("Hel", "lo");
  }

  @Test
  void streamsChunksToAReader() {
    bed.chunks = List.of("Hel", "lo");
    bed.calls("echo", "{\"input\": 1}").says("Hello");
    List<AgentChunk> chunks = new ArrayList<>();

    try (var stream =
        bed.agent("a", "echo").streamExecute(AgentInput.text("go"), ExecutionContext.create())) {
      stream.forEachRemaining(chunks::add);
    }

    assertThat(chunks)
        .extracting(chunk -> chunk.content().getClass().getSimpleName())
        .containsExactly("Control", "ToolCallComplete", "Text", "Text", "Control");
    assertThat(chunks.getLast().metadata().last()).isTrue();
    assertThat(chunks.get(2).content()).isEqualTo(new ChunkContent.Text("Hel"));
  }

  @Test
  void closingAStreamEarlyEndsTheTurn() {
    bed.always((_, context) -> {
      while (true) {
        context.cancellation().check();
        Thread.onSpinWait();
      }
    });
    LiveAgent agent = bed.agent("a");

    try (var stream = agent.streamExecute(AgentInput.text("go"), ExecutionContext.create())) {
      assertThat(stream.hasNext()).isTrue();
    }

    assertThat(agent.metrics().active()).isZero();
    assertThat(agent.phase()).isEqualTo(AgentPhase.READY);
  }
}
