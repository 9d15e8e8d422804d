package org.llmspell.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.agents.script.AgentGlobal;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.error.SpellException;
import org.llmspell.scripting.Scripts;

/** Agents of scripts with the real registry of models and models that the scripts define. */
@Tag("integration")
@Timeout(120)
class ScriptedAgentTest {
  private final Bed bed = new Bed();
  private RealModels models;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    models = new RealModels(folder);
    bed.surroundings.setModels(models.registry());
  }

  @AfterEach
  void close() throws Exception {
    models.close();
  }

  private @Nullable Object eval(String code) {
    return Scripts.with(new AgentGlobal(bed.service), models.global()).eval(code);
  }

  @Test
  void takesTheResultOfAToolToTheModelAndKeepsTheTurn() {
    eval(
        """
        Provider.script("sums", {
          {match = "How much", tool_calls = {{name = "echo", arguments = {input = "it is 48"}}}},
          {match = "it is 48", reply = "That makes 48."},
          {match = "sure", reply = "Quite."},
        })
        local a = Agent.create{name = "a", model = "scripted/sums", system_prompt = "Be exact.",
          temperature = 0.25, max_tokens = 50, tools = {"echo"}}

        local r = a:invoke("How much is it?")
        assert(r.text == "That makes 48." and r.metadata.model == "sums", r.text)
        assert(r.tool_calls[1].name == "echo" and r.tool_calls[1].arguments.input == "it is 48")
        assert(a:invoke("Are you sure?").text == "Quite." and a:get_state() == "Ready")

        local calls = Provider.calls("sums")
        assert(#calls == 3)
        local first, second, third = calls[1], calls[2], calls[3]
        assert(first.temperature == 0.25 and first.max_tokens == 50)
        assert(#first.tools == 1 and first.tools[1].name == "echo")
        assert(first.messages[1].role == "system" and first.messages[1].content == "Be exact.")
        assert(first.messages[2].role == "user" and first.messages[2].content == "How much is it?")
        local asked, result = second.messages[3], second.messages[4]
        assert(#second.messages == 4 and asked.role == "assistant" and result.role == "tool")
        assert(asked.tool_calls[1].id == result.tool_call_id and result.name == "echo")
        assert(result.content:find("it is 48", 1, true) and not result.failed)
        assert(#third.messages == 6 and third.messages[5].content == "That makes 48.")

        local roles = {}
        for _, message in ipairs(a:get_conversation()) do roles[#roles + 1] = message.role end
        assert(table.concat(roles, " ") == "user assistant tool assistant user assistant",
          table.concat(roles, " "))
        local m = a:get_metrics()
        assert(m.requests_total == 2 and m.requests_failed == 0)
        """);
  }

  @Test
  void givesTheErrorOfAToolBackToTheModel() {
    bed.tool(
        "broken",
        (_, _) -> {
          throw SpellException.tool("broken", "the fuse has blown", null);
        });

    eval(
        """
        Provider.script("x", {
          {match = "go", tool_calls = {{name = "broken"}, {name = "brocken"}}},
          {match = "not found", reply = "I see."},
        })
        local a = Agent.create{name = "a", model = "scripted/x", tools = {"broken"}}

        assert(a:invoke("go").text == "I see.")

        local said = Provider.calls("x")[2].messages
        local failure, unknown = said[#said - 1], said[#said]
        assert(failure.role == "tool" and failure.failed)
        assert(failure.content:find("the fuse has blown", 1, true), failure.content)
        assert(unknown.failed and unknown.content:find("did you mean 'broken'", 1, true))
        """);
  }

  @Test
  void anErrorOfTheModelIsRaisedAndLeavesTheConversationAsItWas() {
    eval(
        """
        Provider.script("x", {
          {match = "hi", reply = "hello"},
          {match = "go", tool_calls = {{name = "echo", arguments = {input = "over"}}}},
          {match = "over", error = "the quota is used up"},
        })
        local a = Agent.create{name = "a", model = "scripted/x", tools = {"echo"}}
        a:invoke("hi")

        local ok, why = pcall(a.invoke, a, "go")

        assert(not ok and tostring(why):find("the quota is used up", 1, true), why)
        assert(#a:get_conversation() == 2 and a:get_state() == "Ready")
        assert(a:get_metrics().requests_failed == 1)
        """);
  }

  @Test
  void streamsTheChunksOfTheModel() {
    assertThat(
            eval(
                """
                Provider.script("x", {{chunks = {"Hel", "lo"}}})
                local seen = {}
                local a = Agent.create{name = "a", model = "scripted/x"}
                local r = a:invoke_stream("go", function(chunk) seen[#seen + 1] = chunk.text end)
                return table.concat(seen, "|") .. "=" .. r.text
                """))
        .isEqualTo("Hel|lo=Hello");
  }

  @Test
  void doesNotWaitForAModelLongerThanItsTime() {
    assertThatThrownBy(() ->
            eval(
                """
                Provider.script("x", {{reply = "late", delay_ms = 500000}})
                Agent.create{name = "a", model = "scripted/x", max_execution_time = 0.05}:invoke("go")
                """))
        .hasMessageContaining("max_execution_time = 0.05 s");
  }

  @Test
  void scriptsAtOnceHaveEachTheirOwnModelOfTheSameName() throws Exception {
    var both = new CyclicBarrier(2);
    bed.tool(
        "meet",
        (p, _) -> {
          try {
            both.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("The other script does not come", e);
          }
          return ToolOutput.ofText("met by " + p.get("who"));
        });
    var runs = new ArrayList<Future<@Nullable Object>>();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String own : List.of("ann", "bob")) {
        runs.add(
            threads.submit(() ->
                eval(
                    """
                    Provider.script("same", {
                      {match = "go", tool_calls = {{name = "meet", arguments = {who = "%1$s"}}}},
                      {match = "met by %1$s", reply = "it was %1$s"},
                    })
                    local a = Agent.create{name = "%1$s", model = "scripted/same", tools = {"meet"}}
                    local first = a:invoke("go").text
                    return first .. ", " .. a:invoke("go").text .. ", " .. #Provider.calls("same")
                    """
                        .formatted(own))));
      }

      assertThat(runs.getFirst().get()).isEqualTo("it was ann, it was ann, 4");
      assertThat(runs.getLast().get()).isEqualTo("it was bob, it was bob, 4");
    }
    assertThat(bed.service.names()).isEmpty();
    assertThat(models.registry().provider("scripted")).isPresent();
  }
}
