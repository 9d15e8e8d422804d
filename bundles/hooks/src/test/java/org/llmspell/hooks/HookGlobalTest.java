package org.llmspell.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/** Real Lua scripts with hooks around real calls of tools. */
@Tag("integration")
@Timeout(120)
class HookGlobalTest {
  @TempDir static Path folder;
  private static TestContainer container;

  @BeforeAll
  static void start() {
    container = TestContainer.start(folder);
    container.tool(
        "flaky",
        parameters -> {
          if (container.runs.get() < 3) {
            throw SpellException.tool("flaky", "not yet", null);
          }
          return ToolOutput.success("flaky", "at last");
        });
    container.tool(
        "broken",
        _ -> {
          throw new SpellException(new ErrorKind.Network(), "connection_error");
        });
  }

  @AfterAll
  static void stop() {
    container.close();
  }

  @AfterEach
  void leavesNoHooksBehind() {
    assertThat(container.hooks().list(_ -> true)).isEmpty();
  }

  @BeforeEach
  void countsFromZero() {
    container.runs.set(0);
  }

  /** A hook at BeforeToolExecution around a call of echo with "hi". */
  private static @Nullable Object before(String hook) {
    return container.eval(
        "Hook.register('BeforeToolExecution', function(ctx) "
            + hook
            + " end) local r = Tool.invoke('echo', {input = 'hi'}) return r.result");
  }

  private static @Nullable Object after(String hook) {
    return container.eval(
        "Hook.register('AfterToolExecution', function(ctx) "
            + hook
            + " end) local r = Tool.invoke('echo', {input = 'hi'}) return r.result");
  }

  @Test
  void callsTheFunctionWithTheContext() {
    Object seen =
        container.eval(
            """
            local seen = {}
            for _, point in ipairs({"BeforeToolExecution", "AfterToolExecution"}) do
              Hook.register(point, function(ctx)
                seen[#seen + 1] = {ctx.point, ctx.component_id.type, ctx.component_id.name,
                  ctx.language, ctx.data.input or ctx.data.result, type(ctx.metadata), ctx.correlation_id}
              end)
            end
            Tool.invoke("echo", {input = "hi"})
            assert(seen[1][7] == seen[2][7], "one correlation id for both")
            return {table.concat(seen[1], " ", 1, 6), table.concat(seen[2], " ", 1, 6)}
            """);

    assertThat(seen)
        .isEqualTo(
            List.of(
                "BeforeToolExecution Tool echo native hi table",
                "AfterToolExecution Tool echo native hi table"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return nil                                                    | hi",
        "return 'continue'                                             | hi",
        "return true                                                   | hi",
        "return 'skip'                                                 | hi",
        "return {}                                                     | hi",
        "return {type='unknown'}                                       | hi",
        "return {type='skipped', reason='x'}                           | hi",
        "return {type='modified', data={input='new'}}                  | new",
        "return {type='modify', modified_data={input='new'}}           | new",
        "return {action='modify', data={parameters={input='new'}}}     | new",
        "ctx.data.input='new' return {type='modified', data=ctx.data}  | new",
        "ctx.data.parameters.input='new' return {type='modified', data=ctx.data} | new",
        "return {type='replace', data='mine'}                          | mine",
        "return {type='redirect', target='upper'}                      | HI",
      })
  void doesWhatTheHookReturns(String hook, String result) {
    assertThat(before(hook)).isEqualTo(result);
  }

  @Test
  void changesAndReplacesResults() {
    assertThat(after("return {type='modified', data={success=true, result='mine'}}"))
        .isEqualTo("mine");
    assertThat(after("return {type='replace', data={n=1}}")).isEqualTo(Map.of("n", 1L));
    assertThat(container.runs).hasValue(2);
  }

  @Test
  void replacesWithoutRunningTheTool() {
    before("return {type='replace', data={n=1}}");

    assertThat(container.runs).hasValue(0);
  }

  @Test
  void raisesWhenAHookCancels() {
    assertThatThrownBy(() -> before("return {type='cancel', reason='on holiday'}"))
        .hasMessageContaining("on holiday");
    assertThatThrownBy(() -> before("return 'not today'")).hasMessageContaining("not today");
    assertThat(container.runs).hasValue(0);
  }

  @Test
  void raisesWhenARedirectGoesNowhereOrInACircle() {
    assertThatThrownBy(() -> before("return {type='redirect', target='nowhere'}"))
        .hasMessageContaining("redirected the call of tool 'echo' to 'nowhere'");
    String circle =
        """
        Hook.register('BeforeToolExecution', function(ctx)
          return {type='redirect', target=(ctx.component_id.name == 'echo') and 'upper' or 'echo'}
        end)
        return Tool.invoke('echo', {input='x'})
        """;
    assertThatThrownBy(() -> container.eval(circle))
        .hasMessageContaining("in a circle: echo -> upper -> echo");
  }

  @Test
  void runsAFailingToolAgain() {
    Object result =
        container.eval(
            """
            local errors = 0
            Hook.register('ToolError', function(ctx)
              errors = errors + 1
              assert(ctx.data.error:find('not yet'))
              return {type='retry', delay_ms=1, max_attempts=5}
            end)
            return {Tool.invoke('flaky', {}).result, errors}
            """);

    assertThat(result).isEqualTo(List.of("at last", 2L));
  }

  @Test
  void givesUpAfterMaxAttempts() {
    Object result =
        container.eval(
            """
            Hook.register('ToolError', function() return {type='retry', delay_ms=0, max_attempts=2} end)
            local r = Tool.invoke('broken', {})
            return {r.success, r.error}
            """);

    assertThat(result).isEqualTo(List.of(false, "Network error: connection_error"));
    assertThat(container.runs).hasValue(3);
  }

  @Test
  void servesCachedResultsAsLongAsTheHookIsThere() {
    Object result =
        container.eval(
            """
            local hook = Hook.register('BeforeToolExecution', function()
              return {type='cache', key='k', ttl_seconds=60}
            end)
            local a = Tool.invoke('echo', {input='one'}).result
            local b = Tool.invoke('echo', {input='two'}).result
            hook:unregister()
            return {a, b, Tool.invoke('echo', {input='three'}).result}
            """);

    assertThat(result).isEqualTo(List.of("one", "one", "three"));
    assertThat(container.runs).hasValue(2);
  }

  @Test
  void joinsForks() {
    Object result =
        container.eval(
            """
            Hook.register('BeforeToolExecution', function()
              return {type='fork', operations={
                {id='up', operation_type='upper', parameters={input='x'}},
                {id='gone', operation_type='nowhere', parameters={}}}}
            end)
            local fork = Tool.invoke('echo', {input='hi'}).metadata.fork
            return {fork.up.result, fork.gone.success}
            """);

    assertThat(result).isEqualTo(List.of("X", false));
  }

  @Test
  void mendsParametersAtToolValidation() {
    assertThat(
            container.eval(
                "Hook.register('ToolValidation', function() return {type='modified', data={input='ok'}} end)"
                    + " return Tool.invoke('echo', {}).result"))
        .isEqualTo("ok");
  }

  @Test
  void firesDiscovery() {
    Object result =
        container.eval(
            """
            local before = 0
            Hook.register('BeforeToolDiscovery', function() before = before + 1 end)
            Hook.register('AfterToolDiscovery', function(ctx)
              return {type='modified', data={tools={'echo'}}}
            end)
            return {#Tool.list(), before}
            """);

    assertThat(result).isEqualTo(List.of(1L, 1L));
  }

  @Test
  void firesEventPoints() {
    Object result =
        container.eval(
            """
            local seen = 0
            Hook.register('BeforeEventEmit', function(ctx) seen = seen + 1 end)
            Hook.register('AfterEventEmit', function(ctx) seen = seen + 10 end)
            Event.publish('user.login', {name='x'})
            return seen
            """);

    assertThat(result).isEqualTo(11L);
  }

  @Test
  void firesPointsOfOnesOwn() {
    Object result =
        container.eval(
            """
            Hook.register('custom:mine', function(ctx) return {type='modified', data={n=ctx.data.n + 1}} end)
            return Hook.fire('custom:mine', {n=1}).data.n
            """);

    assertThat(result).isEqualTo(2L);
  }

  @Test
  void acceptsEveryPointAndNamesThemForAWrongOne() {
    assertThat(
            container.eval(
                """
                for _, p in ipairs{'BeforeStateRead', 'SessionStart', 'CpuUsageHigh', 'BeforeWorkflowStep',
                    'ConfigurationChange', 'custom:x'} do
                  Hook.register(p, function() end):unregister()
                end
                return #Hook.list()
                """))
        .isEqualTo(0L);
    assertThatThrownBy(() -> container.eval("Hook.register('Nope', print)"))
        .hasMessageContaining("Unknown hook point: Nope")
        .hasMessageContaining("BeforeToolExecution");
    assertThatThrownBy(() -> container.eval("Hook.register('ToolError', 'x')"))
        .hasMessageContaining("must be a function");
  }

  @Test
  void listsHooks() {
    Object result =
        container.eval(
            """
            Hook.register('ToolError', function() end, 'low')
            Hook.register('ToolError', function() end, 'highest')
            Hook.register('AgentError', function() end, 'nonsense')
            local t = {}
            for _, h in ipairs(Hook.list('ToolError')) do
              assert(h.name:match('^lua_%x+%-'), h.name)
              t[#t + 1] = h.priority .. ' ' .. h.language .. ' ' .. h.version .. ' ' .. h.description .. ' ' .. table.concat(h.tags, ',')
            end
            t[#t + 1] = #Hook.list{tag='cross'} .. #Hook.list{priority='high'} .. #Hook.list{hook_point='AgentError'}
            return t
            """);

    assertThat(result)
        .isEqualTo(
            List.of(
                "Priority(-2147483648) lua 1.0.0 lua hook for ToolError cross-language,lua",
                "Priority(100) lua 1.0.0 lua hook for ToolError cross-language,lua",
                "301"));
  }

  @Test
  void givesHandles() {
    Object result =
        container.eval(
            """
            local h = Hook.register('ToolError', function() end)
            local id, point = h:id(), h:hook_point()
            assert(h:hookPoint() == point)
            local first, second = Hook.unregister(h), Hook.unregister(h)
            local ok, err = pcall(function() return h:id() end)
            local plain = pcall(Hook.unregister, {})
            return {#id, point, first, second, h:unregister(), ok, err:find('already unregistered') ~= nil, plain}
            """);

    assertThat(result).isEqualTo(List.of(36L, "ToolError", true, false, false, false, true, false));
  }

  @Test
  void stopsAnEndlessHookButNotTheScript() {
    Object result =
        container.eval(
            """
            local handle = Hook.register('BeforeToolExecution', function()
              pcall(function() while true do end end)
              while true do end
            end)
            local r = Tool.invoke('echo', {input='hi'})
            handle:unregister()
            return r.result
            """,
            Map.of("hooks", Map.of("timeout_ms", 100L)));

    assertThat(result).isEqualTo("hi");
  }

  @Test
  void boundsAHookThatCallsItsOwnTool() {
    Object result =
        container.eval(
            """
            local depth = 0
            Hook.register('BeforeToolExecution', function()
              depth = depth + 1
              Tool.invoke('echo', {input='again'})
            end)
            local r = Tool.invoke('echo', {input='hi'})
            return {r.result, depth <= 40}
            """,
            Map.of("hooks", Map.of("timeout_ms", 20_000L)));

    assertThat(result).isEqualTo(List.of("hi", true));
  }

  @Test
  void passesOverAHookThatFails() {
    assertThat(before("error('broken')")).isEqualTo("hi");
    assertThat(before("return {type='redirect'}")).isEqualTo("hi");
    assertThat(before("return {type='cache'}")).isEqualTo("hi");
  }

  @Test
  void enablesBuiltinHooksFromLuaAndBySettings() {
    assertThat(
            container.eval(
                """
                local limit = Hook.enable_builtin('rate_limit', {capacity=2, refill_rate=0, allow_burst=false})
                Tool.invoke('echo', {input='1'})
                Tool.invoke('echo', {input='2'})
                local ok, err = pcall(Tool.invoke, 'echo', {input='3'})
                return {ok, err:find('Rate limit exceeded') ~= nil, limit.stats().refused}
                """))
        .isEqualTo(List.of(false, true, 1L));
    assertThat(
            container.eval(
                "return Hook.list('BeforeToolExecution')[1].name",
                Map.of("hooks", Map.of("builtin", Map.of("metrics", Map.of("enabled", true))))))
        .isEqualTo("MetricsHook");
    assertThatThrownBy(() -> container.eval("Hook.enable_builtin('LoggingHook', {levl='Info'})"))
        .hasMessageContaining("Unknown setting 'levl' of hook LoggingHook")
        .hasMessageContaining("level");
  }

  @Test
  void offersReplayValues() {
    Object result =
        container.eval(
            """
            local c = Replay.create_config(Replay.modes.debug)
            c:add_modification('data.input', {1, 2})
            local m = c:get_modifications()[1]
            m:set_enabled(false)
            local cmp = Replay.create_comparator():compare_json({a=1, b={1,2}}, {a=1, b={1,3}})
            return {c:get_mode():name(), c:should_compare_results(), c:get_timeout_seconds(),
              m:get_path(), m:get_value()[2], m:is_enabled(),
              Replay.schedules.once(5):type_name(), Replay.schedules.cron('x'):type_name(),
              cmp.identical, cmp.differences[1].path, Replay.create_config():get_mode():name()}
            """);

    assertThat(result)
        .isEqualTo(
            List.of(
                "debug",
                true,
                30L,
                "data.input",
                2L,
                false,
                "once",
                "cron",
                false,
                "b[1]",
                "exact"));
  }
}
