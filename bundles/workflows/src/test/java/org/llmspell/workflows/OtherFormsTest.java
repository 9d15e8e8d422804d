package org.llmspell.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.llmspell.scripting.Scripts;

/** Names and shapes beside the first ones, as scripts use them. */
@Tag("workflow")
@Timeout(60)
class OtherFormsTest {
  private final FakeTools tools = new FakeTools();
  private final WorkflowService service = new WorkflowService(tools, tools);
  private final Scripts scripts = Scripts.with(new WorkflowGlobal(service, () -> null));

  private @Nullable Object eval(String code) {
    return scripts.eval(code);
  }

  @Test
  void givesTheRunToFunctionsOfExecute() {
    assertThat(
            eval(
                """
                local seen
                local r = Workflow.sequential({name = "w", steps = {
                  {name = "a", tool = "shout", params = {input = "x"}},
                  {name = "b", type = "custom", input = "{{a}}", execute = function(c)
                    seen = c
                    return {success = true, output = c.steps.a.output .. c.input .. c.who .. c.shared.who}
                  end},
                  {name = "c", execute = function() return {success = false, error = "no luck"} end},
                }}):execute({who = "Ada"})
                return r.steps.b.output .. "|" .. tostring(r.success) .. "|" .. r.failed_step .. "|"
                  .. r.last_completed_step .. "|" .. tostring(seen.nothing)
                """))
        .isEqualTo("XXAdaAda|false|c|b|nil");
  }

  @Test
  void resultsHaveNamesAndTimes() {
    assertThat(
            eval(
                """
                local r = Workflow.parallel({name = "p", branches = {
                  {name = "one", steps = {{name = "s", tool = "shout", input = {input = "a"}}}},
                  {name = "two", steps = {{name = "t", tool = "shout", input = {input = "b"}}}},
                }}):execute()
                local names = {}
                for i, b in ipairs(r.branches) do names[i] = b.name .. "=" .. b.output end
                return table.concat(names, ",") .. " " .. r.branches.two.output .. " "
                  .. math.type(r.execution_time) .. math.type(r.step_timings.s)
                  .. math.type(r.metadata.execution_time_ms) .. " "
                  .. tostring(r.execution_id == r.metadata.extra.execution_id)
                """))
        .isEqualTo("one=A,two=B B integerintegerinteger true");
  }

  @Test
  void iterationsGiveTheirOutputs() {
    assertThat(
            eval(
                """
                local r = Workflow.loop({name = "l", iterator = {collection = "{{input:words}}"},
                  body = {{name = "u", tool = "shout", input = {input = "{{loop_value}}"}}}})
                  :execute({words = {"a", "b", "c"}})
                return table.concat(r.iteration_outputs, ",") .. r.final_state.loop_index .. r.iterations
                """))
        .isEqualTo("A,B,C23");
    assertThat(
            eval(
                """
                local r = Workflow.loop({name = "l", aggregation = "none",
                  iterator = {collection = function() return {1, 2, 3} end},
                  body = {{name = "u", execute = function(c) return c.current_value * (c.index + 1) end}}})
                  :execute()
                return #r.iteration_outputs .. "," .. #r.steps .. "," .. r.steps.u.output .. ","
                  .. r.metadata.steps_succeeded
                """))
        .isEqualTo("0,1,9,3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{a}} | X",
        "<{{a}}> | <X>",
        "{{who}} | Ada",
        "$a.output | X",
        "$nobody.output | $nobody.output",
        "{{nobody}} | {{nobody}}",
        "{{step:nobody:output}} | {{step:nobody:output}}",
        "<{{step:nobody:output}}> | <{{step:nobody:output}}>",
        "{{loop:strange}} | {{loop:strange}}",
        "{{step:a:success}} | true",
        "{{ step:a:output }} | X",
      })
  void replacesWhatItKnowsAndLeavesTheRest(String input, String seen) {
    assertThat(
            eval(
                """
                local r = Workflow.sequential({name = "w", steps = {
                  {name = "a", tool = "shout", input = {input = "x"}},
                  {name = "b", ["function"] = function(input) return tostring(input) end, input = "%s"},
                }}):execute({who = "Ada"})
                return r.output
                """
                    .formatted(input)))
        .isEqualTo(seen);
  }

  @Test
  void tellsCallbacksAndGoesOnWhenTheyFail() {
    assertThat(
            eval(
                """
                local told = {}
                local function note(name)
                  return function(...)
                    told[#told + 1] = name .. select("#", ...)
                    error("ignored")
                  end
                end
                local r = Workflow.sequential({name = "w", on_start = note("start"),
                  on_complete = function(success, result)
                    told[#told + 1] = "complete:" .. tostring(success) .. result.steps.a.output end,
                  on_step_start = function(name) told[#told + 1] = "begin:" .. name end,
                  on_step_complete = function(name, one) told[#told + 1] = "end:" .. name .. one.output end,
                  steps = {{name = "a", tool = "shout", input = {input = "x"},
                    on_complete = function(one) told[#told + 1] = "a:" .. one.output end}},
                }):execute()
                return tostring(r.success) .. " " .. table.concat(told, " ")
                """))
        .isEqualTo("true start1 begin:a a:X end:aX complete:trueX");
    assertThat(
            eval(
                """
                local told = {}
                Workflow.parallel({name = "w", on_error = function(e) told[1] = type(e) end,
                  on_complete = function(result, success) told[2] = tostring(success) .. #result.branches end,
                  steps = {{name = "a", ["function"] = function() error("x") end,
                    on_error = function(e) told[3] = tostring(e):match("x$") end}},
                }):execute()
                return table.concat(told, " ")
                """))
        .isEqualTo("string false1 x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{type = 'step_output_contains', step = 'a', substring = 'PEL'}|true",
        "{type = 'step_output_contains', step = 'a', contains = 'x'}|false",
        "{type = 'shared_data_greater_than', key = 'n', value = 4}|true",
        "{type = 'shared_data_greater_than', key = 'n', value = 5}|false",
        "{type = 'shared_data_less_than', key = 'n', value = 5.5}|true",
        "{type = 'expression', expression = '$n == 5'}|true",
        "{type = 'custom', evaluate = function(c) return c.steps.a.output == 'SPELL' and c.n == 5 end}|true",
        "{type = 'tool', tool = 'echo', input = {input = 'yes, it is'}}|true",
        "{type = 'tool', tool = 'echo', input = {input = 'no'}}|false",
      })
  void asksConditions(String condition, boolean holds) {
    assertThat(
            eval(
                """
                local r = Workflow.sequential({name = "w", steps = {
                  {name = "a", tool = "shout", input = {input = "spell"}},
                  {name = "b", tool = "shout", input = {input = "x"}, condition = %s},
                }}):execute({n = 5})
                return r.steps.b.skipped == nil
                """
                    .formatted(condition)))
        .isEqualTo(holds);
  }

  @Test
  void takesOldFormsOfBranchesAndLoops() {
    assertThat(
            eval(
                """
                local function up(text) return {name = text, tool = "shout", input = {input = text}} end
                local c = Workflow.conditional({name = "c", condition = "$n > 3", then_branch = up("t"),
                  else_branch = up("e")})
                local l = Workflow.loop({name = "l", condition = "$done ~= true", max_iterations = 3, body = up("b")})
                local both = Workflow.conditional({name = "d", branches = {
                  {name = "x", conditions = {"$n > 3", "$n > 4"}, steps = {up("x")}},
                  {name = "y", steps = {up("y")}}}})
                return c:execute({n = 4}).output .. c:execute({n = 3}).output .. l:execute().iterations
                  .. both:execute({n = 4}).output
                """))
        .isEqualTo("TE3Y");
  }

  @Test
  void nestsWorkflowsAndWritesThemDown() {
    assertThat(
            eval(
                """
                local inner = Workflow.sequential({name = "inner", steps = {
                  {name = "u", tool = "shout", input = {input = "{{input:text}}"}}}})
                local outer = Workflow.sequential({name = "outer", steps = {
                  {name = "n", type = "sequential", workflow = inner, input = {text = "in"}},
                  {name = "m", workflow = {type = "sequential", name = "there", steps = {
                    {name = "u", tool = "shout", input = {input = "{{input:text}}"}}}}, input = {text = "out"}},
                }})
                local text = outer:toJson()
                local first = outer:execute()
                inner = nil
                Workflow.clear()
                local again = Workflow.fromJson(text):execute()
                return first.steps.n.output .. first.output .. again.steps.n.output .. again.output
                """))
        .isEqualTo("INOUTINOUT");
  }

  @Test
  void notesWhatHasNoEffect() {
    assertThat(
            eval(
                """
                local wf = Workflow.sequential({name = "w", colour = "red", steps = {
                  {name = "abc", tool = "shout", input = {input = "{{step:abd:output}}"}}}})
                return table.concat(wf:validate().warnings, "\\n")
                """))
        .isEqualTo(
            """
            colour: is unknown and has no effect
            steps[1].input: '{{step:abd...}}' stays as it is, because there is no such step; did you mean 'abc'?\
            """);
  }

  @Test
  void scriptsSeeAndClearTheirOwnFirst() {
    var other =
        service.create(
            Map.of(
                "type",
                "sequential",
                "name",
                "w",
                "steps",
                java.util.List.of(Map.of("tool", "shout"))));
    assertThat(
            eval(
                """
                local mine = Workflow.sequential({name = "w", steps = {{tool = "shout"}}})
                local same = Workflow.get("w").id == mine.id
                Workflow.clear()
                return tostring(same) .. #Workflow.list() .. tostring(Workflow.get("w").id ~= mine.id)
                """))
        .isEqualTo("true1true");
    assertThat(service.find(other.id())).isPresent();
  }
}
