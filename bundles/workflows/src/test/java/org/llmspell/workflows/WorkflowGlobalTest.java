package org.llmspell.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.llmspell.scripting.Scripts;

/** The global, with real scripts. */
@Tag("workflow")
@Timeout(60)
class WorkflowGlobalTest {
  private final FakeTools tools = new FakeTools();
  private final WorkflowService service = new WorkflowService(tools, tools);

  private @Nullable Object eval(String code) {
    return Scripts.with(new WorkflowGlobal(service, () -> null)).eval(code);
  }

  private static final String TWO_STEPS =
      """
      local wf = Workflow.sequential({name = "two", steps = {
        {name = "a", type = "tool", tool = "upper", input = {input = "spell"}},
        {name = "b", tool = "echo", parameters = {input = "{{step:a:output.result}}!"}},
      }})
      """;

  @Test
  void runsStepsThatUseWhatOthersGave() {
    assertThat(
            eval(
                TWO_STEPS
                    + """
                    local r = wf:execute()
                    return table.concat({tostring(r.success), r.workflow_type, r.workflow_name,
                      tostring(r.data.steps_executed), r.data.final_output, r.output,
                      tostring(r.metadata.steps_succeeded), r.metadata.extra.step_results[1].step_name,
                      tostring(r.error)}, " ")
                    """))
        .isEqualTo("true sequential two 2 SPELL! SPELL! 2 a nil");
  }

  @Test
  void hasOutputsAndMetricsOfRealRuns() {
    assertThat(
            eval(
                TWO_STEPS
                    + """
                    local ok, e = pcall(function() return wf:getOutput("a") end)
                    wf:execute(); wf:execute()
                    local m = wf:get_metrics().execution
                    return tostring(e):match("No workflow execution found") .. " " .. wf:get_output("b") .. " "
                      .. table.concat(wf:list_outputs(), ",") .. " " .. m.total_executions .. " "
                      .. m.successful_executions .. " " .. tostring(m.average_duration_ms > 0) .. " "
                      .. wf:clear_outputs().deleted
                    """))
        .isEqualTo("No workflow execution found SPELL! a,b 2 2 true 2");
  }

  @Test
  void callsFunctionsOfTheScript() {
    assertThat(
            eval(
                """
                local wf = Workflow.sequential({name = "f", steps = {
                  {name = "double", type = "custom", ["function"] = function(input, data)
                    return {value = input.n * 2, who = data.shared.who} end, input = {n = 21}},
                  {name = "tell", ["function"] = function(input) return input end,
                    input = "{{step:double:output.value}} for {{shared:who}}"},
                }})
                return wf:execute({who = "harry"}).output
                """))
        .isEqualTo("42 for harry");
  }

  @Test
  void runsBranchesThatCallBackIntoTheScriptSideBySide() {
    assertThat(
            eval(
                """
                local seen = 0
                local branches = {}
                for i = 1, 20 do
                  branches[i] = {name = "b" .. i, steps = {
                    {name = "s" .. i, ["function"] = function() seen = seen + 1; return i * i end}}}
                end
                local r = Workflow.parallel({name = "p", branches = branches, max_concurrency = 8}):execute()
                return r.success and seen .. " " .. r.data.successful_branches .. " " .. r.data.branch_outputs.b7
                  .. " " .. r.metadata.extra.branch_details[3].branch_name
                """))
        .isEqualTo("20 20 49 b3");
  }

  @Test
  void asksConditionsBeforeTheFirstBranch() {
    assertThat(
            eval(
                """
                local wf = Workflow.conditional({name = "c", branches = {
                  {name = "no", condition = {type = "shared_data_equals", key = "mode", expected_value = "slow"},
                    steps = {{name = "x", tool = "echo", input = "slow"}}},
                  {name = "yes", condition = "shared_data.mode == 'fast' and $level > 2",
                    steps = {{name = "y", tool = "echo", input = {input = "fast"}}}},
                }, default_branch = {steps = {{name = "z", tool = "echo", input = {input = "default"}}}}})
                wf:set_shared_data("level", 3)
                local a = wf:execute({mode = "fast"})
                local b = wf:execute({mode = "none"})
                return a.output .. " " .. a.data.executed_branches .. " " .. a.data.total_branches .. " "
                  .. a.metadata.extra.executed_branches[1].branch_name .. " " .. b.output
                """))
        .isEqualTo("fast 1 3 yes default");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "range = {start = 1, [\"end\"] = 4}|1,2,3|3",
        "range = {start = 3, [\"end\"] = 0, step = -1}|3,2,1|3",
        "collection = {\"a\", \"b\"}|a,b|2",
        "while_condition = \"$iteration < 2\", max_iterations = 10||0",
      })
  void loopsOver(String iterator, @Nullable String values, int count) {
    String expected = (values == null ? "" : values) + " " + count;
    assertThat(
            eval(
                """
                local seen = {}
                local r = Workflow.loop({name = "l", iterator = {%s}, body = {
                  {name = "s", ["function"] = function(v) seen[#seen + 1] = v end, input = "{{loop:current_value}}"}}}):execute()
                return table.concat(seen, ",") .. " " .. r.data.completed_iterations
                """
                    .formatted(iterator)))
        .isEqualTo(expected);
  }

  @Test
  void endsALoopWhenAConditionSaysSo() {
    assertThat(
            eval(
                """
                local wf = Workflow.loop({name = "l", iterator = {range = {["end"] = 100}},
                  body = {{name = "s", tool = "echo", input = {input = "{{loop:current_value}}"}}},
                  break_conditions = {{expression = "$loop_value == 4", message = "four is enough"}}})
                local r = wf:execute()
                return r.data.completed_iterations .. " " .. r.data.total_iterations .. " " .. r.data.break_reason
                """))
        .isEqualTo("5 100 four is enough");
  }

  @Test
  void takesBackWhatWasDoneWhenALaterStepFails() {
    assertThat(
            eval(
                """
                local undone = {}
                local function undo(name) return {["function"] = function() undone[#undone + 1] = name end} end
                local r = Workflow.sequential({name = "trip", steps = {
                  {name = "flight", tool = "echo", compensate = undo("flight")},
                  {name = "hotel", tool = "echo", compensate = undo("hotel")},
                  {name = "car", tool = "fail"},
                  {name = "never", tool = "echo"},
                }}):execute()
                return table.concat(undone, ",") .. " " .. tostring(r.success) .. " " .. r.error.error_type .. " "
                  .. r.error.location .. " " .. r.error.message .. " " .. #r.metadata.extra.compensations
                """))
        .isEqualTo(
            "hotel,flight false SequentialExecutionError car"
                + " Workflow stopped at step 3: car (it can not) 2");
  }

  @Test
  void goesOnOrTriesAgainAsItIsTold() {
    assertThat(
            eval(
                """
                local tries = 0
                local function flaky() tries = tries + 1; if tries < 3 then error("not yet") end; return "done" end
                local a = Workflow.sequential({name = "r", error_strategy = {type = "retry", retry_delay_ms = 1},
                  steps = {{name = "s", ["function"] = flaky}}}):execute()
                local b = Workflow.sequential({name = "c", error_strategy = "continue",
                  steps = {{name = "x", tool = "fail"}, {name = "y", tool = "echo", input = {input = "on"}}}}):execute()
                return a.output .. " " .. a.steps[1].retry_count .. " " .. tostring(b.success) .. " "
                  .. b.data.failed_steps .. " " .. b.output
                """))
        .isEqualTo("done 2 true 1 on");
  }

  @Test
  void endsAStepThatTakesTooLongPromptly() {
    assertThat(
            eval(
                """
                local r = Workflow.sequential({name = "t", steps = {{name = "s", tool = "slow", timeout_ms = 30}}}):execute()
                local w = Workflow.sequential({name = "w", timeout_ms = 30, steps = {{name = "s", tool = "slow"}}}):execute()
                return r.error.message .. "; " .. w.error.message .. "; " .. tostring(r.duration_ms < 20000)
                """))
        .isEqualTo(
            "Workflow stopped at step 1: s (Step timed out after 30 ms);"
                + " Workflow execution timed out; true");
  }

  @Test
  void failsAndTakesBackWhenAConditionCanNotBeAsked() {
    assertThat(
            eval(
                """
                local undone
                local r = Workflow.sequential({name = "c", steps = {
                  {name = "a", tool = "echo", compensate = {["function"] = function() undone = "a" end}},
                  {name = "b", tool = "echo", condition = function() error("who knows") end},
                }}):execute()
                return tostring(r.success) .. " " .. undone .. " " .. r.error.message:match("who knows")
                  .. " " .. string.format("%d", r.duration_ms)
                """))
        .asString()
        .startsWith("false a who knows ");
  }

  @Test
  void nestsWorkflows() {
    assertThat(
            eval(
                """
                local inner = Workflow.sequential({name = "inner", steps = {
                  {name = "i", tool = "upper", input = {input = "{{shared:word}}"}}}})
                local outer = Workflow.sequential({name = "outer", steps = {
                  {name = "call", type = "workflow", workflow = inner, input = {word = "abc"}},
                  {name = "named", type = "workflow", workflow = "inner", input = {word = "def"}},
                  {name = "self", type = "workflow", workflow = "outer"},
                }})
                local r = outer:execute()
                return tostring(r.success) .. " " .. r.results.call:match("ABC") .. " " .. r.results.named:match("DEF")
                  .. " " .. tostring(r.error.message):match("depth of nested workflows")
                """))
        .isEqualTo("false ABC DEF depth of nested workflows");
  }

  @Test
  void callsWhatWasRegisteredForARun() {
    assertThat(
            eval(
                """
                local log = {}
                local wf = Workflow.sequential({name = "h", steps = {{name = "s", tool = "fail"}}})
                local reply = wf:onBeforeExecute(function(input) log[#log + 1] = "before " .. input.x end)
                wf:on_after_execute(function(result) log[#log + 1] = "after " .. tostring(result.success) end)
                wf:onError(function(e) log[#log + 1] = e.error_type end)
                Workflow.setDefaultErrorHandler(function(e, info) log[#log + 1] = info.name end)
                wf:execute({x = 1})
                return reply.hook_type .. ": " .. table.concat(log, ", ")
                """))
        .isEqualTo("before_execute: before 1, SequentialExecutionError, h, after false");
  }

  @Test
  void isBuiltInSteps() {
    assertThat(
            eval(
                """
                local a = Workflow.builder():sequential():name("a"):add_step({name = "s", type = "tool", tool = "upper", input = {input = "x"}}):build()
                local b = Workflow.builder():conditional():name("b"):condition({type = "shared_data_exists", key = "k"})
                  :add_then_step({name = "t", type = "tool", tool = "echo", input = {input = "then"}})
                  :add_else_step({name = "e", type = "tool", tool = "echo", input = {input = "else"}}):build()
                local c = Workflow.builder():loop():name("c"):with_range({start = 0, ["end"] = 3}):add_step({name = "s", type = "tool", tool = "echo"}):build()
                local ok, e = pcall(function() Workflow.builder():name("x"):build() end)
                return a:execute().results.s:match("X") .. " " .. b:execute({k = 1}).output .. " " .. b:execute().output .. " "
                  .. c:execute().data.completed_iterations .. " " .. tostring(e):match("Workflow type not specified")
                """))
        .isEqualTo("X then else 3 Workflow type not specified");
  }

  @Test
  void isWrittenAndReadAgain() {
    assertThat(
            eval(
                TWO_STEPS
                    + """
                    local again = Workflow.fromJson(wf:toJson())
                    local diagram = again:to_mermaid()
                    local ok, e = pcall(function() return Workflow.sequential({name = "f", steps = {
                      {name = "s", ["function"] = function() end}}}):toJson() end)
                    return again:execute().output .. " " .. diagram:match("flowchart TD") .. " " .. diagram:match("a: tool upper")
                      .. " " .. tostring(e):match("step 's' calls a function")
                    """))
        .isEqualTo("SPELL! flowchart TD a: tool upper step 's' calls a function");
  }

  @Test
  void endsWithTheScript() {
    eval(TWO_STEPS);

    assertThat(service.list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sequential|{}|name: is missing",
        "sequential|{name = 'x'}|steps: is missing or empty",
        "sequential|{name = 'x', steps = {{tool = 'a'}, {tol = 'b'}}}|steps[2].tol: is unknown; did you mean 'tool'?",
        "sequential|{name = 'x', steps = {{type = 'tol', tool = 'a'}}}|steps[1].type: 'tol' is no type of step; did you mean 'tool'?",
        "sequential|{name = 'x', steps = {{type = 'agent', name = 'y'}}}|steps[1].agent: is missing",
        "sequential|{name = 'x', error_strategy = 'retri', steps = {{tool = 'a'}}}|error_strategy: 'retri' is no error strategy; did you mean 'retry'?",
        "sequential|{name = 'x', timeout_ms = 'soon', steps = {{tool = 'a'}}}|timeout_ms: must be a whole number",
        "conditional|{name = 'x', branches = {{name = 'b', condition = {type = 'shared_data_equal', key = 'k'}, steps = {}}}}|branches[1].condition.type: 'shared_data_equal' is no condition; did you mean 'shared_data_equals'?",
        "conditional|{name = 'x', branches = {{name = 'b', condition = '$a ==', steps = {}}}}|branches[1].condition: the expression '$a ==': a value is missing at the end",
        "parallel|{name = 'x'}|branches: is missing or empty",
        "loop|{name = 'x', iterator = {range = {['end'] = 3, step = 0}}, body = {{tool = 'a'}}}|iterator.range.step: Range step cannot be zero",
        "loop|{name = 'x', iterator = {}, body = {{tool = 'a'}}}|Iterator must contain 'range', 'collection', or 'while_condition'",
        "loop|{name = 'x', iterator = {range = {['end'] = 3}}, body = {}}|body: Loop body cannot be empty",
      })
  void namesThePlaceOfWhatIsWrong(String type, String config, String message) {
    assertThat(
            eval(
                "local ok, e = pcall(function() return Workflow.%s(%s) end); return tostring(e)"
                    .formatted(type, config)))
        .asString()
        .contains(message);
  }

  @Test
  void namesWhatIsNotThere() {
    assertThat(
            eval(
                """
                local wf = Workflow.sequential({name = "x", steps = {{name = "s", tool = "uper"}}})
                local v = wf:validate()
                local ok, e = pcall(function() return Workflow.get("y") end)
                return wf:execute().error.message .. "|" .. tostring(v.valid) .. " " .. v.errors[1] .. "|" .. tostring(e)
                """))
        .asString()
        .contains("steps[1].tool: Tool 'uper' not found")
        .contains("false steps[1].tool: there is no 'uper'; did you mean 'upper'?")
        .contains("Workflow not found: 'y'");
  }
}
