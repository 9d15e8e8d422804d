package org.llmspell.providers.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.media.ColorSpace;
import org.llmspell.core.media.ImageFormat;
import org.llmspell.core.media.ImageMetadata;
import org.llmspell.core.media.MediaContent;
import org.llmspell.core.model.FinishReason;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelChunk;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelStream;
import org.llmspell.core.model.ModelTool;
import org.llmspell.core.model.ModelToolCall;
import org.llmspell.core.model.ResponseFormat;
import org.llmspell.core.model.TokenUsage;
import org.llmspell.providers.contract.Dialect.Call;

/** What every provider of a vendor must do. */
@Tag("integration")
@Timeout(120)
public interface VendorContract {
  /** The calls of an answer. */
  List<Call> CALLS =
      List.of(
          new Call("call_a", "weather", "{\"city\":\"Rome\"}"),
          new Call("call_b", "time", "{\"zone\":\"CET\",\"hours\":24}"));

  /** Tools to offer. */
  List<ModelTool> TOOLS =
      List.of(
          new ModelTool(
              "weather",
              "tells the weather",
              Map.of(
                  "type", "object",
                  "properties",
                      Map.of("city", Map.of("type", "string", "description", "where to look")),
                  "required", List.of("city"))),
          new ModelTool(
              "time",
              "tells the time",
              Map.of(
                  "type",
                  "object",
                  "properties",
                  Map.of(
                      "zone", Map.of("type", "string", "enum", List.of("CET", "UTC")),
                      "hours", Map.of("type", "integer", "minimum", 1L)))));

  /** A provider over a server of its own. */
  VendorRig open();

  private static ExecutionContext context() {
    return ExecutionContext.create();
  }

  /** Asks in both ways, each of which the server was told to answer. */
  private static List<Throwable> failuresOfBothWays(LanguageModel model) {
    ModelRequest request = ModelRequest.of("hello");
    List<Throwable> failures = new ArrayList<>();
    failures.add(catchThrowable(() -> model.generate(request, context())));
    failures.add(catchThrowable(() -> model.stream(request, context()).reply()));
    return failures;
  }

  private static ErrorKind kind(@Nullable Throwable failure) {
    if (failure instanceof SpellException known) {
      return known.kind();
    }
    throw new AssertionError("Expected a SpellException", failure);
  }

  @Test
  default void eachRequestHasItsOwnKey() {
    try (VendorRig rig = open()) {
      Map.Entry<String, String> header = rig.dialect().keyHeader();
      for (String key : List.of("key-one", "key-two", "key-one")) {
        rig.server().answers(rig.dialect().text("fine"));
        rig.model(key).generate(ModelRequest.of("hello"), context());

        assertThat(rig.server().last().header(header.getKey())).isEqualTo(header.getValue() + key);
      }
    }
  }

  @Test
  default void sendsTheConversationWithItsParametersAndReadsTheAnswer() {
    try (VendorRig rig = open()) {
      rig.server().answers(rig.dialect().text("Hello there"));

      ModelReply reply =
          rig.model()
              .generate(
                  ModelRequest.builder()
                      .system("be brief")
                      .user("first question")
                      .message(new ModelMessage.Assistant("first answer"))
                      .user("second question")
                      .temperature(0.25)
                      .maxTokens(77)
                      .stop(List.of("HALT"))
                      .build(),
                  context());

      assertThat(reply.text()).isEqualTo("Hello there");
      assertThat(reply.toolCalls()).isEmpty();
      assertThat(reply.usage()).isEqualTo(new TokenUsage(12L, 5L));
      assertThat(reply.finish()).isEqualTo(FinishReason.STOP);
      assertThat(reply.model()).isEqualTo("model-1");
      assertThat(reply.firstToken()).isNull();
      assertThat(reply.elapsed()).isPositive();
      FakeVendor.Received request = rig.server().last();
      assertThat(request.body())
          .contains("be brief", "first question", "first answer", "second question")
          .contains("0.25", "77", "HALT");
      assertThat(request.body() + request.path()).contains("model-1");
      assertThat(request.header(rig.dialect().keyHeader().getKey()))
          .isEqualTo(rig.dialect().keyHeader().getValue() + VendorRig.KEY);
    }
  }

  @Test
  default void givesEachPieceAsItComes() {
    try (VendorRig rig = open()) {
      var go = new CountDownLatch(1);
      rig.server()
          .streams(
              rig.dialect().streamType(),
              rig.dialect().textPieces(List.of("Hel", "lo ", "there")),
              go);

      try (ModelStream stream = rig.model().stream(ModelRequest.of("hello"), context())) {
        // The server sends nothing more until this was received.
        assertThat(stream.next()).isEqualTo(new ModelChunk.Text("Hel"));
        go.countDown();
        assertThat(stream.next()).isEqualTo(new ModelChunk.Text("lo "));
        assertThat(stream.next()).isEqualTo(new ModelChunk.Text("there"));
        assertThat(stream.next())
            .isInstanceOfSatisfying(
                ModelChunk.Done.class,
                done -> {
                  assertThat(done.reply().text()).isEqualTo("Hello there");
                  assertThat(done.reply().usage()).isEqualTo(new TokenUsage(12L, 5L));
                  assertThat(done.reply().finish()).isEqualTo(FinishReason.STOP);
                  assertThat(done.reply().firstToken())
                      .isPositive()
                      .isLessThanOrEqualTo(done.reply().elapsed());
                });
        assertThat(stream.hasNext()).isFalse();
      }
    }
  }

  @Test
  default void offersToolsAndReadsSeveralCalls() {
    try (VendorRig rig = open()) {
      rig.server().answers(rig.dialect().tools(CALLS));

      ModelReply reply =
          rig.model()
              .generate(ModelRequest.builder().user("hello").tools(TOOLS).build(), context());

      assertCalls(reply, rig.dialect());
      assertThat(rig.server().last().body())
          .contains("weather", "tells the weather", "where to look", "required", "CET", "UTC")
          .contains("minimum: 1");
    }
  }

  @Test
  default void readsCallsThatComeInPieces() {
    try (VendorRig rig = open()) {
      rig.server().streams(rig.dialect().streamType(), rig.dialect().toolPieces(CALLS));
      var arguments = new ArrayList<String>(List.of("", ""));
      ModelReply reply = null;

      try (ModelStream stream =
          rig.model().stream(
              ModelRequest.builder().user("hello").tools(TOOLS).build(), context())) {
        while (stream.hasNext()) {
          switch (stream.next()) {
            case ModelChunk.ToolCallDelta delta ->
                arguments.set(delta.index(), arguments.get(delta.index()) + delta.arguments());
            case ModelChunk.Done done -> reply = done.reply();
            case ModelChunk.Text text -> assertThat(text.text()).isBlank();
          }
        }
      }

      assertThat(reply).isNotNull();
      assertCalls(java.util.Objects.requireNonNull(reply), rig.dialect());
      assertThat(arguments.get(0)).contains("Rome");
      assertThat(arguments.get(1)).contains("CET");
    }
  }

  private static void assertCalls(ModelReply reply, Dialect dialect) {
    assertThat(reply.finish()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(reply.toolCalls())
        .extracting(ModelToolCall::name)
        .containsExactly("weather", "time");
    assertThat(reply.toolCalls())
        .extracting(ModelToolCall::id)
        .doesNotContain("")
        .doesNotHaveDuplicates();
    if (dialect.hasIds()) {
      assertThat(reply.toolCalls())
          .extracting(ModelToolCall::id)
          .containsExactly("call_a", "call_b");
    }
    assertThat(reply.toolCalls().get(0).arguments().replaceAll("\\s", ""))
        .isEqualTo("{\"city\":\"Rome\"}");
    assertThat(reply.toolCalls().get(1).arguments()).contains("\"zone\"", "CET", "24");
  }

  @Test
  default void givesTheResultsOfToolsBack() {
    try (VendorRig rig = open()) {
      rig.server().answers(rig.dialect().tools(CALLS)).answers(rig.dialect().text("fine"));
      LanguageModel model = rig.model();
      ModelRequest first = ModelRequest.builder().user("hello").tools(TOOLS).build();
      ModelReply calls = model.generate(first, context());
      ModelRequest.Builder second = first.toBuilder().message(calls.toMessage());
      calls
          .toolCalls()
          .forEach(call ->
              second.message(
                  new ModelMessage.ToolResult(
                      call.id(), call.name(), "result of " + call.name(), false)));

      ModelReply reply = model.generate(second.build(), context());

      assertThat(reply.text()).isEqualTo("fine");
      assertThat(rig.server().last().body())
          .contains("Rome", "result of weather", "result of time");
    }
  }

  @Test
  default void sendsInvalidArgumentsOfAnEarlierAnswerAsNone() {
    try (VendorRig rig = open()) {
      rig.server().answers(rig.dialect().text("fine"));

      ModelReply reply =
          rig.model()
              .generate(
                  ModelRequest.builder()
                      .user("hello")
                      .tools(TOOLS)
                      .message(
                          new ModelMessage.Assistant(
                              "",
                              List.of(new ModelToolCall("call_a", "weather", "{city: ")),
                              Map.of()))
                      .message(
                          new ModelMessage.ToolResult(
                              "call_a", "weather", "the arguments are no JSON", true))
                      .build(),
                  context());

      assertThat(reply.text()).isEqualTo("fine");
      assertThat(rig.server().last().body()).contains("the arguments are no JSON");
    }
  }

  @Test
  default void sendsImages() {
    try (VendorRig rig = open()) {
      rig.server().answers(rig.dialect().text("a cat"));
      byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9};
      var image =
          new MediaContent.Image(
              bytes, ImageFormat.PNG, new ImageMetadata(1, 1, ColorSpace.RGB, false, null));

      rig.model()
          .generate(
              ModelRequest.builder()
                  .message(new ModelMessage.User("what is this", List.of(image)))
                  .build(),
              context());

      assertThat(rig.server().last().body())
          .contains("what is this")
          .contains(Base64.getEncoder().encodeToString(bytes));
    }
  }

  @Test
  default void asksForJson() {
    try (VendorRig rig = open()) {
      rig.server().answers(rig.dialect().text("{}"));

      rig.model()
          .generate(
              ModelRequest.builder().user("as JSON").format(new ResponseFormat.Json()).build(),
              context());

      assertThat(rig.server().last().body()).contains(rig.dialect().jsonMarks());
    }
  }

  @Test
  default void asksForJsonOfASchema() {
    try (VendorRig rig = open()) {
      rig.server().answers(rig.dialect().text("{}"));

      rig.model()
          .generate(
              ModelRequest.builder()
                  .user("as JSON")
                  .format(new ResponseFormat.JsonSchema("place", TOOLS.getFirst().parameters()))
                  .build(),
              context());

      assertThat(rig.server().last().body()).contains("city", "where to look");
    }
  }

  @Test
  default void saysWhatTheVendorRefusesAndNeverTheKey() {
    try (VendorRig rig = open()) {
      String body = rig.dialect().error("no model for " + VendorRig.KEY);
      Map<Integer, Class<? extends ErrorKind>> kinds =
          Map.of(
              400, ErrorKind.Validation.class,
              401, ErrorKind.Configuration.class,
              404, ErrorKind.Validation.class,
              500, ErrorKind.Provider.class,
              503, ErrorKind.Provider.class);
      kinds.forEach((status, kind) -> {
        rig.server().fails(status, body, Map.of()).fails(status, body, Map.of());
        for (Throwable failure : failuresOfBothWays(rig.model())) {
          assertThat(kind(failure)).as("%d: %s", status, failure).isInstanceOf(kind);
          assertThat(failure)
              .hasMessageContaining("vendor/model-1 answered " + status)
              .hasMessageContaining("no model for")
              .hasMessageNotContaining(VendorRig.KEY);
        }
      });
    }
  }

  @Test
  default void tellsWhenToTryAgain() {
    try (VendorRig rig = open()) {
      String body = rig.dialect().error("slow down");
      Map<String, String> header = Map.of("Retry-After", "7");
      rig.server().fails(429, body, header).fails(429, body, header);

      for (Throwable failure : failuresOfBothWays(rig.model())) {
        assertThat(kind(failure)).isEqualTo(new ErrorKind.RateLimit(Duration.ofSeconds(7)));
      }
      assertThat(rig.server().received()).hasSize(2);
    }
  }

  @Test
  default void doesNotWaitForEver() {
    try (VendorRig rig = open()) {
      rig.server().isSilent(new CountDownLatch(1)).isSilent(new CountDownLatch(1));
      rig.server()
          .streams(
              rig.dialect().streamType(),
              rig.dialect().textPieces(List.of("Hel", "lo")),
              new CountDownLatch(1));
      LanguageModel model = rig.model(Duration.ofMillis(500));

      List<Throwable> failures = failuresOfBothWays(model);
      failures.add(catchThrowable(() -> model.stream(ModelRequest.of("hello"), context()).reply()));

      for (Throwable failure : failures) {
        assertThat(kind(failure)).as("%s", failure).isInstanceOf(ErrorKind.Timeout.class);
        assertThat(failure).hasMessageContaining("timeout_seconds");
      }
    }
  }

  @Test
  default void anAnswerThatIsCutOffIsAnError() {
    try (VendorRig rig = open()) {
      List<String> pieces = rig.dialect().textPieces(List.of("Hel", "lo", "!"));
      rig.server().cutsOff(rig.dialect().streamType(), pieces.subList(0, 2));
      // The connection ends as it should, but the answer does not.
      rig.server().streams(rig.dialect().streamType(), pieces.subList(0, 2));

      for (int i = 0; i < 2; i++) {
        Throwable failure =
            catchThrowable(() -> rig.model().stream(ModelRequest.of("hello"), context()).reply());
        assertThat(kind(failure)).as("%d: %s", i, failure).isInstanceOf(ErrorKind.Network.class);
        assertThat(failure).hasMessageContaining("cut");
      }
    }
  }

  @Test
  default void anAnswerThatMakesNoSenseIsAnError() {
    try (VendorRig rig = open()) {
      rig.server().answers("<html>it works</html>");
      rig.server()
          .streams(rig.dialect().streamType(), List.of(Dialect.event("{\"what\": "), "{oops\n\n"));

      for (Throwable failure : failuresOfBothWays(rig.model())) {
        assertThat(kind(failure))
            .as("%s", failure)
            .isInstanceOfAny(ErrorKind.Provider.class, ErrorKind.Network.class);
      }
    }
  }

  @Test
  default void aServerThatIsNotThereIsANetworkError() {
    try (VendorRig rig = open()) {
      LanguageModel model = rig.model();
      rig.server().close();

      for (Throwable failure : failuresOfBothWays(model)) {
        assertThat(kind(failure)).as("%s", failure).isInstanceOf(ErrorKind.Network.class);
        assertThat(failure).hasMessageContaining("can not be reached");
      }
    }
  }

  @Test
  default void closingAStreamClosesItsConnectionAndLeavesNoThread() throws Exception {
    try (VendorRig rig = open()) {
      List<String> pieces = rig.dialect().textPieces(List.of("Hel", "lo", "!"));
      String first = String.join("", pieces.subList(0, pieces.size() - 2 - tail(pieces)));
      rig.server().goesOn(rig.dialect().streamType(), first, ": still here\n\n");
      var stream = rig.model().stream(ModelRequest.of("hello"), context());
      assertThat(stream.next()).isEqualTo(new ModelChunk.Text("Hel"));

      stream.close();

      assertThat(rig.server().awaitClosedByClient()).isTrue();
      assertThatThrownBy(stream::hasNext).isInstanceOf(CancellationException.class);
    }
  }

  /** How many pieces follow the last text. */
  private static int tail(List<String> pieces) {
    int last = 0;
    for (int i = 0; i < pieces.size(); i++) {
      last = pieces.get(i).contains("\"!\"") ? i : last;
    }
    return pieces.size() - 1 - last;
  }

  @Test
  default void anInterruptEndsARequestAndTheThreadStaysInterrupted() throws Exception {
    try (VendorRig rig = open()) {
      var arrived = new CountDownLatch(1);
      rig.server().isSilent(arrived);
      var failure = new AtomicReference<@Nullable Throwable>();
      var interrupted = new CompletableFuture<Boolean>();
      LanguageModel model = rig.model();
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                failure.set(
                    catchThrowable(() -> model.generate(ModelRequest.of("hello"), context())));
                interrupted.complete(Thread.currentThread().isInterrupted());
              });
      arrived.await();

      thread.interrupt();

      assertThat(interrupted.get()).isTrue();
      assertThat(failure.get()).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  default void usesItsConnectionAgain() {
    try (VendorRig rig = open()) {
      LanguageModel model = rig.model();
      for (int i = 0; i < 3; i++) {
        rig.server()
            .answers(rig.dialect().text("fine"))
            .streams(rig.dialect().streamType(), rig.dialect().textPieces(List.of("fi", "ne")));
        assertThat(model.generate(ModelRequest.of("hello"), context()).text()).isEqualTo("fine");
        assertThat(model.stream(ModelRequest.of("hello"), context()).reply().text())
            .isEqualTo("fine");
      }

      assertThat(rig.server().received()).hasSize(6);
      assertThat(rig.server().connections()).isEqualTo(1);
    }
  }

  @Test
  default void serversManyAtOnce() {
    try (VendorRig rig = open()) {
      rig.server().alwaysAnswers(rig.dialect().text("fine"));
      LanguageModel model = rig.model();
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> model.generate(ModelRequest.of("hello"), context()).text()));
      }

      assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo("fine"));
    }
  }

  @Test
  default void anAddressOfACallerIsReachedThroughTheGuardOnly() {
    try (VendorRig rig = open()) {
      LanguageModel model = rig.model(Duration.ofSeconds(5), true);

      for (Throwable failure : failuresOfBothWays(model)) {
        assertThat(kind(failure)).as("%s", failure).isInstanceOf(ErrorKind.Security.class);
      }
      assertThat(rig.server().received()).isEmpty();
    }
  }

  @Test
  default void leavesNoThreadWhenItIsClosed() {
    VendorRig rig = open();
    rig.server().answers(rig.dialect().text("fine"));
    rig.model().generate(ModelRequest.of("hello"), context());

    rig.close();

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(Thread::isAlive)
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("HttpClient-"));
    assertThatThrownBy(() -> rig.model().generate(ModelRequest.of("hello"), context()))
        .hasMessageContaining("stopped");
  }

  @Test
  default void saysWhatItsModelsCanDoWithoutAskingAnybody() {
    try (VendorRig rig = open()) {
      assertThat(rig.model().capabilities().streaming()).isTrue();
      assertThat(rig.server().received()).isEmpty();
    }
  }
}
