package org.llmspell.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

@Tag("unit")
@Tag("security")
class LuaLimitsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while true do end",
        "repeat until false",
        "for i = 1, math.huge do end",
        "pcall(function() while true do end end) print('escaped')",
        "while true do pcall(error, 'x') end",
        "xpcall(function() while true do end end, function() while true do end end)",
        "coroutine.wrap(function() while true do end end)() print('escaped')",
        "local co = coroutine.create(function() while true do end end) coroutine.resume(co) print('escaped')",
        "coroutine.wrap(function() coroutine.wrap(function() while true do end end)() end)()",
        "while true do coroutine.wrap(function() coroutine.yield() end)() end",
        "local t = setmetatable({}, {__index = function() while true do end end}) pcall(function() return t.x end) print('escaped')",
        "local t = {3, 1, 2} table.sort(t, function() while true do end end)",
        "('x'):gsub('x', function() while true do end end)",
        "('a'):rep(3000):find(('a*'):rep(50) .. 'b')",
        "('a'):rep(30000):find('.-.-.-.-b')",
        "local function f() return f() end f()",
        "os.execute('sleep 60')",
        "while true do string.rep('x', 1000) end",
        "table.concat(setmetatable({}, {__index = function() return 'x' end}), '', 1, 1e15)",
        "table.move({}, 1, 1e15, 2)",
        "while true do load('return 1')() end",
      })
  void timeStopsEveryScript(String code) {
    long start = System.nanoTime();

    var failure = failure(TestHost.with("timeout_ms", 200L), code + " error('went on')");

    assertThat(failure.kind()).isInstanceOf(ErrorKind.Timeout.class);
    assertThat(failure.message())
        .isEqualTo("The script was stopped after 200 ms, the limit of engines.lua.timeout_ms");
    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local t = {} while true do t[#t + 1] = {} end",
        "local t = {} for i = 1, 1e9 do t[i] = i end",
        "local t = {} for i = 1, 1e9 do t['k' .. i] = i end",
        "local s = 'x' while true do s = s .. s end",
        "local s = ('x'):rep(1e9)",
        "local t = {} while true do t[#t + 1] = ('x'):rep(1000000) end",
        "local s = '' while true do s = s .. ('x'):rep(10000) end",
        "local t = {} while true do t = {t} end",
        "local f = function() end while true do local g = f; f = function() return g end end",
        "local t = {} while true do t[#t + 1] = coroutine.create(function() end) end",
        "local t = {('x'):rep(100000)} for i = 1, 10 do t[#t + 1] = t[1] end local s = table.concat(t) while true do s = table.concat({s, s}) end",
        "pcall(function() local s = 'x' while true do s = s .. s end end) print('escaped')",
        "string.format(('%99d'):rep(1e7), 1)",
        "local x = ('x'):rep(1000):gsub('x', ('y'):rep(100000))",
        "local t = {} for i = 1, 900000 do t[i] = 1 end while true do t = {table.unpack(t)}; t = {t, table.unpack(t[1] or t)} end",
      })
  void memoryStopsEveryScript(String code) {
    var failure = failure(TestHost.with("max_memory", 20_000_000L), code + " error('went on')");

    assertThat(failure.kind()).isInstanceOf(ErrorKind.ResourceLimit.class);
    assertThat(failure.text())
        .startsWith(
            "Resource limit exceeded: memory limit of 20000000 bytes (engines.lua.max_memory)");
  }

  @Test
  void aScriptMayUseWhatItIsAllowed() {
    var run =
        TestHost.with("max_memory", 50_000_000L)
            .run(
                """
                local kept = {}
                for i = 1, 100000 do kept[i] = 'item ' .. i end
                for i = 1, 2000000 do local garbage = {i} end
                return #kept
                """);

    assertThat(run.result().value()).isEqualTo(100_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local function f() return 1 + f() end\nf()",
        "local t = setmetatable({}, {})\ngetmetatable(t).__index = function(_, k) return t[k] end return t.a",
        "local function f() coroutine.wrap(f)() end\nf()",
        "local function f() return 1 + f() end\ncoroutine.wrap(f)()",
        "local function f() pcall(f) f() error('x') end\nlocal function g() return 1 + g() end g()",
      })
  void recursionEndsWithAnErrorOfTheScript(String code) {
    var failure = failure(TestHost.plain(), code);

    assertThat(failure.kind()).isInstanceOf(ErrorKind.Script.class);
    assertThat(failure.message()).startsWith("test.lua:").contains("overflow");
  }

  @Test
  void recursionOfTenThousandIsFine() {
    assertThat(
            TestHost.eval(
                "local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end return f(10000)"))
        .isEqualTo(10_000L);
  }

  @Test
  void aRunAwayRecursionCanBeCaught() {
    assertThat(
            TestHost.eval(
                "local function f() return 1 + f() end local ok, e = pcall(f) return e:match('stack overflow')"))
        .isEqualTo("stack overflow");
  }

  @Test
  void exitEndsTheScriptOnly() {
    var run = TestHost.plain().run("pcall(function() os.exit(3) end) error('went on')");

    assertThat(run.result().exitCode()).hasValue(3);
  }

  @Test
  @Tag("slow")
  void twentyThousandAbandonedCoroutinesLeaveNoThread(@TempDir Path dir) throws IOException {
    TestHost.plain()
        .run(
            "for i = 1, 20000 do local co = coroutine.wrap(function() coroutine.yield(i) end) co() end");

    long deadline = System.nanoTime() + 20_000_000_000L;
    int dumps = 0;
    while (coroutineThreads(dir.resolve("threads" + ++dumps)) > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(coroutineThreads(dir.resolve("last"))).isZero();
  }

  /** Virtual threads are shown by no other means than a dump. */
  private static long coroutineThreads(Path dump) throws IOException {
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    try (var lines = Files.lines(dump)) {
      return lines.filter(line -> line.contains("lua coroutine")).count();
    }
  }

  @Test
  void aTooLongScriptIsRefused() {
    assertThatThrownBy(() -> TestHost.eval(" ".repeat(10_000_001)))
        .hasMessage("test.lua: the text has 10000001 bytes; at most 10000000 are allowed");
  }

  private static SpellException failure(TestHost host, String code) {
    try {
      throw new AssertionError("The script ended: " + host.run(code));
    } catch (SpellException e) {
      return e;
    }
  }
}
