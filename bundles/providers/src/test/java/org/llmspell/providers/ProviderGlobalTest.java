package org.llmspell.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelChunk;
import org.llmspell.core.model.ModelOptions;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.scripting.Scripts;

class ProviderGlobalTest {
  private final Map<String, Object> settings = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private final ProviderTable table =
      new ProviderTable(Duration.ofMillis(100), Duration.ofSeconds(5));
  private final ScriptedProvider scripted = new ScriptedProvider();
  private ModelService service;
  private Scripts scripts;

  @BeforeEach
  void open() {
    table.add(new FakeProvider(_ -> "hi").entry(FakeProvider.remote("acme")));
    table.add(Entries.of(scripted, "scripted"));
    table.add(Entries.of(new MockProvider(), "mock"));
    configure();
  }

  private void configure() {
    service =
        new ModelService(
            table, new Keys(environment), scripted, AllSettings.of(settings), Path.of("unused"));
    scripts = Scripts.with(new WithAsk());
  }

  /** The global with a function that asks a model, since agents are elsewhere. */
  private final class WithAsk implements ScriptGlobal {

    @Override
    public List<String> names() {
      return List.of("Provider");
    }

    @Override
    public Object open(ScriptSession session) {
      var functions =
          new ProviderFunctions(
              service,
              scripted,
              session,
              (_, text, pattern) -> Scripts.lua().matches(text, pattern));
      Map<String, Object> members = new HashMap<>(functions.members());
      ScriptFunction ask =
          args ->
              service
                  .model(args.text(0, "model"), ModelOptions.NONE)
                  .generate(
                      ModelRequest.builder()
                          .system("be brief")
                          .user(args.text(1, "text"))
                          .temperature(0.5)
                          .maxTokens(10)
                          .build(),
                      session.context())
                  .text();
      ScriptFunction stream =
          args -> {
            var pieces = new ArrayList<String>();
            try (var chunks =
                service.model(args.text(0, "model"), ModelOptions.NONE).stream(
                    ModelRequest.of(args.text(1, "text")), ExecutionContext.create())) {
              chunks.forEachRemaining(chunk ->
                  pieces.add(
                      switch (chunk) {
                        case ModelChunk.Text(var text) -> text;
                        case ModelChunk.ToolCallDelta call -> call.name() + call.arguments();
                        case ModelChunk.Done(var reply) -> "=" + reply.text();
                      }));
            }
            return pieces;
          };
      members.put("ask", ask);
      members.put("stream", stream);
      return (ScriptObject) () -> members;
    }
  }

  @Test
  void listsNothingWithoutSettingsAndKeys() {
    assertThat(scripts.eval("return #Provider.list()")).isEqualTo(0L);
    assertThat(scripts.eval("return Provider.get('nobody') == nil")).isEqualTo(true);
    assertThat(scripts.eval("return Provider.isAvailable('acme')")).isEqualTo(false);
    assertThat(scripts.eval("return Provider.is_available('nobody')")).isEqualTo(false);
  }

  @Test
  void describesAProviderInBothSpellings() {
    environment.put("ACME_API_KEY", "sk-1234567890abcdefgh");
    settings.put(".acme.model", "big");
    configure();

    scripts.eval(
        """
        local all = Provider.list()
        assert(#all == 1 and all[1].name == "acme" and all[1].enabled == true)
        assert(all[1].capabilities.supports_streaming == true)
        assert(all[1].capabilities.supports_multimodal == true)
        assert(all[1].capabilities.available_models[1] == "big")
        assert(Provider.get("acme").name == "acme")
        assert(Provider.get("acme").capabilities.available_models == nil)
        assert(Provider.getCapabilities("acme").supports_tools == true)
        assert(Provider.get_capabilities("acme").supports_json == true)
        assert(Provider.get_capabilities("nobody") == nil)
        assert(Provider.isAvailable("acme") and Provider.is_available("ACME"))
        """);
  }

  @Test
  void theFirstRuleThatFitsTheLastMessageAnswers() {
    scripts.eval(
        """
        Provider.script("x", {
          {match = "^what", reply = "one"},
          {match = "%d+", reply = "two"},
          {reply = "three"},
        })
        assert(Provider.ask("scripted/x", "what is 12") == "one")
        assert(Provider.ask("scripted/x", "so 12") == "two")
        assert(Provider.ask("scripted/x", "so what") == "three")
        local all = Provider.list()
        assert(#all == 1 and all[1].name == "scripted" and Provider.isAvailable("scripted"))
        assert(all[1].capabilities.available_models[1] == "x")
        """);
  }

  @Test
  void remembersWhatItWasAsked() {
    scripts.eval(
        """
        Provider.script("x", {{reply = "hi"}})
        assert(#Provider.calls("x") == 0)
        Provider.ask("scripted/x", "first")
        Provider.ask("scripted/x", "second")
        local calls = Provider.calls("x")
        assert(#calls == 2)
        assert(calls[1].messages[1].role == "system")
        assert(calls[1].messages[1].content == "be brief")
        assert(calls[1].messages[2].role == "user" and calls[1].messages[2].content == "first")
        assert(calls[2].messages[2].content == "second")
        assert(calls[1].temperature == 0.5 and calls[1].max_tokens == 10 and #calls[1].tools == 0)
        """);
  }

  @Test
  void streamsInTheGivenPiecesAndThenTheToolCalls() {
    assertThat(
            scripts.eval(
                """
                Provider.script("x", {
                  {match = "tool", tool_calls = {{name = "t", arguments = {a = 1}}}},
                  {match = "bad", tool_calls = {{name = "t", arguments = "{not json"}}},
                  {chunks = {"hel", "lo"}},
                })
                local s = {}
                for _, text in ipairs({"hi", "tool", "bad"}) do
                  s[#s + 1] = table.concat(Provider.stream("scripted/x", text), "|")
                end
                return table.concat(s, ";")
                """))
        .isEqualTo("hel|lo|=hello;t{\"a\":1}|=;t{not json|=");
  }

  @Test
  void anErrorIsAProviderErrorAndIsNotRepeated() {
    assertThatThrownBy(() ->
            scripts.eval(
                """
                Provider.script("x", {{error = "no more money"}})
                local ok, e = pcall(Provider.ask, "scripted/x", "hi")
                assert(not ok and #Provider.calls("x") == 1)
                error(e, 0)
                """))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("LLM provider error: no more money");
  }

  @Test
  void withoutARuleThatFitsItFails() {
    assertThatThrownBy(() ->
            scripts.eval(
                """
                Provider.script("x", {{match = "bye", reply = "bye"}})
                Provider.ask("scripted/x", "hi")
                """))
        .hasMessageContaining("No rule of scripted/x fits 'hi'");
  }

  @Test
  void aModelGoesWithItsScript() {
    scripts.eval("Provider.script('x', {{reply = 'hi'}})");

    assertThat(scripted.names()).isEmpty();
    assertThatThrownBy(() -> scripts.eval("return Provider.ask('scripted/x', 'hi')"))
        .hasMessageContaining("There is no model 'scripted/x'")
        .hasMessageContaining("Provider.script");
  }

  @Test
  void scriptsThatRunAtOnceDoNotSeeEachOthersModelsOfTheSameName() throws Exception {
    var bothDefined = new CyclicBarrier(2);
    var bothAsked = new CyclicBarrier(2);
    var runs = new ArrayList<Future<Object>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String own : List.of("a", "b")) {
        Scripts its = Scripts.with(new WithAsk(), new Barriers(bothDefined, bothAsked));
        runs.add(
            threads.submit(() ->
                its.eval(
                    """
                    Provider.script("x", {{reply = "an older one of %1$s"}})
                    Provider.script("x", {{reply = "%1$s"}})
                    Together.defined()
                    local answer = Provider.ask("scripted/x", "from %1$s")
                    Together.asked()
                    local calls = Provider.calls("x")
                    return #calls .. calls[1].messages[2].content .. "=" .. answer
                    """
                        .formatted(own))));
      }

      assertThat(runs.getFirst().get()).isEqualTo("1from a=a");
      assertThat(runs.getLast().get()).isEqualTo("1from b=b");
    }
    assertThat(scripted.names()).isEmpty();
  }

  /** Lets scripts wait for each other. */
  private record Barriers(CyclicBarrier defined, CyclicBarrier asked) implements ScriptGlobal {

    @Override
    public List<String> names() {
      return List.of("Together");
    }

    @Override
    public Object open(ScriptSession session) {
      ScriptFunction first = _ -> meet(defined);
      ScriptFunction second = _ -> meet(asked);
      return (ScriptObject) () -> Map.of("defined", first, "asked", second);
    }

    private static long meet(CyclicBarrier barrier) {
      try {
        return barrier.await(10, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new AssertionError("The other script does not come", e);
      }
    }
  }

  @Test
  void namesWhatIsWrongWithARule() {
    assertThatThrownBy(() -> scripts.eval("Provider.script('x', {{replay = 'hi'}})"))
        .hasMessageContaining("Rule 1")
        .hasMessageContaining("'replay' is no field");
    assertThatThrownBy(() -> scripts.eval("Provider.script('x', {{delay_ms = -1}})"))
        .hasMessageContaining("delay_ms");
    assertThatThrownBy(() -> scripts.eval("Provider.script('x', 'hi')"))
        .hasMessageContaining("list of rules");
    assertThatThrownBy(() -> scripts.eval("Provider.script('', {})")).hasMessageContaining("empty");
    assertThatThrownBy(() ->
            scripts.eval(
                "Provider.script('x', {{match = '[a', reply = ''}}) Provider.ask('scripted/x', 'b')"))
        .hasMessageContaining("[a");
  }

  @Test
  void mockAnswersWithTheQuestionAndIsNotListed() {
    assertThat(scripts.eval("return Provider.ask('mock/anything', 'why?')"))
        .isEqualTo("Answer to: why?");
    assertThat(scripts.eval("return #Provider.list()")).isEqualTo(0L);
  }
}
