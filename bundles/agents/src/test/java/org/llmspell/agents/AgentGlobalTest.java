package org.llmspell.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.llmspell.agents.script.AgentGlobal;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.error.SpellException;
import org.llmspell.scripting.Scripts;

@Tag("integration")
class AgentGlobalTest {
  private final Bed bed = new Bed();
  private final Scripts scripts = Scripts.with(new AgentGlobal(bed.service));

  AgentGlobalTest() {
    Templated.add(bed.service);
  }

  private @Nullable Object eval(String code) {
    return scripts.eval(code);
  }

  @Test
  void aBasicAgentEchoesInBothSpellings() {
    assertThat(
            eval(
                """
                local a = Agent.createFromTemplate("helper", "basic", {})
                local b = Agent.create_from_template("helper2", "basic", {})
                return a:invoke({text = "hi"}).text .. "|" .. b:execute("ho").output
                """))
        .isEqualTo("BasicAgent 'helper' received: hi|BasicAgent 'helper2' received: ho");
  }

  @Test
  void anAgentAnswersWithToolsAndIsReadyAgain() {
    bed.calls("echo", "{\"input\": \"x\"}").says("done");

    assertThat(
            eval(
                """
                local a = Agent.create{name = "a", model = "fake/model", tools = {"echo"}}
                local before = a:getState()
                local r = a:invoke{prompt = "go"}
                return {before, r.text, r.metadata.model, r.metadata.token_count, a:get_state(),
                  r.tool_calls[1].name, r.success, a.name, a.type}
                """))
        .isEqualTo(
            List.of("Uninitialized", "done", "model-1", 30L, "Ready", "echo", true, "a", "llm"));
  }

  @Test
  void theBuilderMakesAgents() {
    bed.says("fine");

    assertThat(
            eval(
                """
                local a = Agent.builder():name("b"):model("fake/model"):system_prompt("Be brief")
                  :temperature(0.1):max_tokens(10):allow_tool("echo"):max_tool_calls(2):build()
                local c = a:get_config()
                a:invoke("x")
                return {c.model, c.temperature, c.allowed_tools[1], c.resource_limits.max_tool_calls}
                """))
        .isEqualTo(List.of("fake/model", 0.1, "echo", 2L));
    assertThat(bed.requests.getFirst().messages().getFirst().text()).isEqualTo("Be brief");
    assertThat(bed.requests.getFirst().maxTokens()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          Agent.create{name = 'x'} | Model specification required (use 'model' field)
          Agent.builder():name('x'):build() | Model is required
          Agent.create{model = 'fake/m', tools = {'echo', 'ehco'}} | tools[2]: Tool 'ehco' not found; did you mean 'echo'?
          Agent.create{model = 'fake/m', system_promt = 'x'} | Unknown field 'system_promt'; did you mean 'system_prompt'?
          Agent.create{model = 'fake/m', max_tokens = 'many'} | 'max_tokens' is 'many' but must be a number
          Agent.create{model = 'fake/m', temperature = 9} | 'temperature' is 9.0 but must be within 0..2
          Agent.create{model = 'fake/m', resource_limits = {max_execution_time_secs = 0}} | 'max_execution_time' is 0 but must be above 0
          Agent.register{agent_type = 'llm'} | Missing required field: name
          Agent.register{name = 'x', agent_type = 'lmm', model = {provider = 'fake', model_id = 'm'}} | Unknown agent type: lmm
          Agent.register{name = 'x', model = {provider = 'fake'}} | Missing required field: model.model_id
          Agent.createFromTemplate('x', 'basik', {}) | Unknown agent template 'basik'; did you mean 'basic'?
          Agent.createComposite('x', {'nobody'}, {}) | agents[1]: Agent 'nobody' not found
          Agent.getHierarchy('nobody') | Agent 'nobody' not found
          Agent.createFromTemplate('x', 'basic', {}):pause() | it is Uninitialized but must be Running
          Agent.createFromTemplate('x', 'basic', {}):saveState() | State persistence is not enabled
          Agent.createFromTemplate('x', 'basic', {}):invoke{text = ''} | 'text' is empty
          Agent.createFromTemplate('x', 'basic', {}):invokeTool('no', {}) | Tool 'no' not found
          """)
  void namesWhatIsWrong(String code, String message) {
    assertThatThrownBy(() -> eval(code)).hasMessageContaining(message);
  }

  @Test
  void namesAreUniqueAndGoWithTheScript() {
    assertThatThrownBy(() ->
            eval(
                """
                Agent.createFromTemplate("same", "basic", {})
                Agent.createFromTemplate("same", "basic", {})
                """))
        .hasMessageContaining("Agent instance 'same' already exists");
    assertThat(bed.service.names()).isEmpty();
  }

  @Test
  void neverShowsTheKey() {
    bed.always((_, _) -> Bed.reply("x"));
    Object config =
        eval(
            """
            local a = Agent.create{name = "k", model = "fake/m", api_key = "sk-very-secret-1234"}
            return {a:get_config(), Agent.get_details("k"), Agent.list_capabilities()}
            """);

    assertThat(String.valueOf(config)).doesNotContain("very-secret");
    assertThatThrownBy(() -> eval("Agent.create{model = 'fake/m', api_key = {'sk-very-secret'}}"))
        .hasMessageContaining("api_key")
        .hasMessageNotContaining("very-secret");
  }

  @Test
  void streamsToACallback() {
    bed.chunks = List.of("Hel", "lo");
    bed.says("Hello");

    assertThat(
            eval(
                """
                local a = Agent.create{name = "s", model = "fake/m"}
                local all = {}
                local r = a:invoke_stream({text = "go"}, function(chunk) all[#all + 1] = chunk.text end)
                return {table.concat(all, "|"), r.chunks_received, r.success, r.text}
                """))
        .isEqualTo(List.of("Hel|lo", 2L, true, "Hello"));
  }

  @Test
  void aCallbackCanEndTheStreamAndAnErrorInItIsRaised() {
    bed.chunks = List.of("a", "b", "c");
    bed.says("abc").says("abc");

    assertThat(
            eval(
                """
                local a = Agent.create{name = "s", model = "fake/m"}
                local r = a:invokeStream("go", function() return false end)
                local ok, e = pcall(a.invokeStream, a, "go", function() error("no more") end)
                return {r.cancelled, r.chunks_received, r.text, ok, e:find("no more") ~= nil, a:getState()}
                """))
        .isEqualTo(List.of(true, 1L, "a", false, true, "Ready"));
  }

  @Test
  void aWrappedAgentIsAToolUntilItsAgentGoes() {
    assertThat(
            eval(
                """
                local a = Agent.createFromTemplate("inner", "basic", {})
                local name = Agent.wrapAsTool("inner", {})
                local other = Agent.wrap_as_tool(a, {tool_name = "ask-inner"})
                return {name, a:invokeTool("inner_tool", {text = "x"}).text, a:hasTool("ask_inner")}
                """))
        .isEqualTo(List.of("inner_tool", "BasicAgent 'inner' received: x", true));
    assertThat(bed.tools).containsOnlyKeys("echo");
  }

  @Test
  void compositesDelegate() {
    assertThat(
            eval(
                """
                Agent.createFromTemplate("one", "basic", {})
                Agent.create{name = "two", agent_type = "basic", capabilities = {"maths"}}
                Agent.createComposite("team", {"one", "two"}, {})
                local team = Agent.get("team")
                local first, second = team:invoke("q").text, team:invoke("q").text
                local named = team:invoke{text = "q", agent = "two"}
                local able = team:invoke{text = "q", capability = "maths"}
                local all = Agent.create_composite{name = "all", agents = {"one", {agent_name = "two"}},
                  delegation = "parallel"}:invoke("q").text
                local line = Agent.create_composite{name = "line", agents = {"one", "two"},
                  delegation = "pipeline"}:invoke("q").text
                local tree = Agent.get_hierarchy("team").root
                return {first, second, named.metadata.delegated_to[1], able.metadata.delegated_to[1], all, line,
                  tree.children[2].name, table.concat(Agent.discover_by_capability("composite"), ",")}
                """))
        .isEqualTo(
            List.of(
                "BasicAgent 'one' received: q",
                "BasicAgent 'two' received: q",
                "two",
                "two",
                "one: BasicAgent 'one' received: q\ntwo: BasicAgent 'two' received: q",
                "BasicAgent 'two' received: BasicAgent 'one' received: q",
                "two",
                "all,line,team"));
  }

  @Test
  void aCoordinatorGivesTasksToItsMembers() {
    bed.calls("maths", "{\"task\": \"2 + 2\"}").says("It is done");

    assertThat(
            eval(
                """
                Agent.create{name = "maths", agent_type = "basic", description = "Knows numbers"}
                local boss = Agent.createFromTemplate("boss", "coordinator", {agents = {"maths"}})
                local r = boss:invoke("sum")
                return {r.text, r.tool_calls[1].result}
                """))
        .isEqualTo(List.of("It is done", "BasicAgent 'maths' received: 2 + 2"));
    assertThat(bed.requests.getFirst().tools().getFirst().description()).contains("Knows numbers");
  }

  @Test
  void aHandOffIsFollowed() {
    bed.calls("transfer_to_agent", "{\"agent\": \"expert\", \"message\": \"be kind\"}");

    assertThat(
            eval(
                """
                Agent.create{name = "expert", agent_type = "basic"}
                local front = Agent.create{name = "front", model = "fake/m", hand_offs = {"expert"}}
                local r = front:invoke("help")
                return {r.text, r.metadata.transferred_to[1]}
                """))
        .isEqualTo(
            List.of(
                "BasicAgent 'expert' received: help\n\n[Handed over with the note: be kind]",
                "expert"));
  }

  @Test
  void contextsAndSharedMemoryWork() {
    assertThat(
            eval(
                """
                local p = Agent.createContext{conversation_id = "c", data = {a = 1, conversation_context = "cc"}}
                Agent.setSharedMemory({type = "global"}, "s", {5})
                local shared = Agent.create_child_context(p, {type = "global"}, "share")
                Agent.update_context(p, "b", 2)
                local b = Agent.get_context_data(p, "b")
                local a = Agent.createFromTemplate("ctx", "basic", {})
                local r = a:executeWithContext({text = "t"}, p).text
                Agent.remove_context(p)
                local gone = pcall(Agent.remove_context, p)
                return {b, Agent.get_context_data(shared, "s")[1],
                  Agent.get_shared_memory({}, "s")[1], r, gone}
                """))
        .isEqualTo(List.of(2L, 5L, 5L, "BasicAgent 'ctx' received: t", false));
  }

  @Test
  void contextsInheritInFourWays() {
    assertThat(
            eval(
                """
                local p = Agent.createContext{data = {a = 1, conversation_context = "cc"}}
                local all = {}
                for _, how in ipairs{"inherit", "isolate", "copy", "share", "whatever"} do
                  local c = Agent.createChildContext(p, {type = "agent", id = "x"}, how)
                  all[#all + 1] = tostring(Agent.getContextData(c, "a")) .. "/"
                    .. tostring(Agent.getContextData(c, "conversation_context"))
                end
                return all
                """))
        .isEqualTo(List.of("1/cc", "nil/nil", "nil/cc", "nil/nil", "1/cc"));
  }

  @Test
  void measuresAndAlerts() {
    bed.then(
            (_, _) -> {
              throw SpellException.component("model is down", null);
            })
        .says("good");

    assertThat(
            eval(
                """
                local a = Agent.create{name = "m", model = "fake/m"}
                a:configure_alerts{consecutive_failures = 1}
                local ok, e = pcall(a.invoke, a, "x")
                local health = a:get_health().status
                local state = a:get_state()
                a:invoke("y")
                local m, p = a:get_metrics(), a:get_performance()
                return {ok, health, state, m.requests_total, m.requests_failed, m.tokens_total, m.cost == nil,
                  p.error_rate, #a:get_alerts(), a:get_alerts()[1].metric, a:get_health().status,
                  a:get_last_error():find("model is down") ~= nil, #a:get_state_history() > 5}
                """))
        .isEqualTo(
            List.of(
                false,
                "Degraded",
                "Ready",
                2L,
                1L,
                15L,
                true,
                0.5,
                1L,
                "consecutive_failures",
                "Healthy",
                true,
                true));
  }

  @Test
  void structuredAnswersComeAsTables() {
    bed.says("{\"age\": 7, \"tags\": [\"a\"]}");

    assertThat(
            eval(
                """
                local a = Agent.create{name = "o", model = "fake/m"}
                local r = a:invoke{text = "who", output_schema = {type = "object", required = {"age"}}}
                return {r.data.age, r.data.tags[1]}
                """))
        .isEqualTo(List.of(7L, "a"));
  }

  @Test
  void listsAndDescribes() {
    Object shown =
        eval(
            """
            local a = Agent.createFromTemplate("d", "basic", {})
            return {Agent.list()[1].name, Agent.list_instances()[1], #Agent.list_templates() >= 8,
              Agent.get_info("basic").required_parameters[1], Agent.get_details("d").state,
              Agent.list_capabilities().d.capabilities.supports_tools, Agent.get("nobody") == nil}
            """);

    assertThat(shown).isEqualTo(List.of("d", "d", true, "name", "Uninitialized", true, true));
  }

  @Test
  void destroyingTwiceIsAnErrorAndTenThousandLeaveNothing() {
    assertThat(
            eval(
                """
                local a = Agent.createFromTemplate("d", "basic", {})
                a:destroy()
                return pcall(a.destroy, a)
                """))
        .isEqualTo(false);
    for (int i = 0; i < 10_000; i++) {
      bed.basic("n" + i);
      bed.service.destroy("n" + i);
    }
    assertThat(bed.service.names()).isEmpty();
  }

  @Test
  void aNameInUseIsReplacedByCreateAsyncOnly() {
    bed.says("new");

    assertThat(
            eval(
                """
                Agent.createFromTemplate("n", "basic", {})
                return Agent.createAsync{name = "n"}:invoke("x").text
                """))
        .isEqualTo("new");
  }

  @Test
  void aScriptDoesNotEndAnAgentOfAnotherThatHasTakenTheName() {
    bed.tool(
        "take-name",
        (_, _) -> {
          bed.basic("n");
          return ToolOutput.ofText("taken");
        });

    eval(
        """
        Agent.create_from_template("n", "basic", {}):destroy()
        Agent.create_from_template("m", "basic", {}):invoke_tool("take-name", {})
        """);

    assertThat(bed.service.names()).containsExactly("n");
  }
}
