package org.llmspell.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/**
 * Scripts that try to run on, to fill the memory, or to break the engine. Each has to end with one
 * clear error, and the next script must find everything in order.
 */
@Tag("unit")
@Tag("security")
class HostileScriptsTest {
  private static final long MAX_NANOS = 8_000_000_000L;

  private static final TestHost HOST =
      new TestHost(
          List.of(),
          Map.of("engines", Map.of("lua", Map.of("timeout_ms", 100L, "max_memory", 16_000_000L))),
          Path.of("."));

  static Stream<String> scripts() {
    return Stream.of(
        // endless loops, in every construct
        "goto a ::a:: goto a",
        "while true do goto continue ::continue:: end",
        "local function f() while true do end end pcall(pcall, pcall, f) error('went on')",
        "xpcall(error, function() while true do end end)",
        "local function h() error('again') end while true do xpcall(error, h) end",
        "setmetatable({}, {__gc = function() while true do end end}) while true do local t = {} end",
        "local t = setmetatable({}, {__newindex = function(t, k, v) while true do end end}) t.x = 1",
        "local t = setmetatable({}, {__call = function() while true do end end}) t()",
        "local t = setmetatable({}, {__concat = function() while true do end end}) local x = t .. 'x'",
        "local t = setmetatable({}, {__eq = function() while true do end end}) local x = t == setmetatable({}, getmetatable(t))",
        "local t = setmetatable({}, {__lt = function() while true do end end}) local x = t < t",
        "local t = setmetatable({}, {__len = function() while true do end end}) local x = #t",
        "local t = setmetatable({}, {__idiv = function() while true do end end}) local x = t // 1",
        "local t = setmetatable({}, {__tostring = function() while true do end end}) print(t)",
        "local t = setmetatable({}, {__pairs = function() while true do end end}) for k in pairs(t) do end",
        "for k in function() return 1 end do end",
        "for i in ipairs(setmetatable({}, {__index = function(_, i) return i end})) do end",
        "local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end",
        "while true do coroutine.create(function() end) end",
        "local function f() return coroutine.wrap(function() return f() end)() end f() while true do end",
        "local co co = coroutine.create(function() pcall(function() while true do end end) error('went on') end) coroutine.resume(co) coroutine.close(co) error('went on')",
        "load(function() return ' ' end)",
        "load(function() while true do end end)",
        "repeat local ok = pcall(load, ('('):rep(1000)) until false",
        "while true do require = nil; collectgarbage() end",
        "os.execute('sleep 3600')",
        "while true do os.execute('sleep 0.001') end",
        "while true do print('x') end",
        "while true do io.write(('x'):rep(1000)) end",
        // library calls that take their time
        "('a'):rep(100000):gsub('.-b', '')",
        "string.find(('a'):rep(20000), ('.-'):rep(20) .. 'b')",
        "string.match(('('):rep(50000), '%b()')  while true do string.match(('('):rep(5000), '.*%b()') end",
        "('x'):rep(1000):gsub('', function() while true do end end)",
        "for w in ('x '):rep(1e6):gmatch('%w+') do end while true do end",
        "local t = {} for i = 1, 10000 do t[i] = i end table.sort(t, function(a, b) return true end) while true do table.sort(t, function(a, b) return a > b end) end",
        "table.sort(setmetatable({}, {__len = function() return 1e9 end, __index = function() return 1 end}))",
        "table.move({}, 1, 2^53, 2)",
        "table.concat(setmetatable({}, {__index = function() return 'x' end}), ',', 1, 2^53)",
        "local t = {} for i = 1, 100000 do table.insert(t, 1, i) end while true do end",
        "while true do string.format('%99.99f', 1e300) end",
        "while true do utf8.len(('x'):rep(100000)) end",
        "while true do string.pack(('i4'):rep(10), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) end",
        "while true do ('x'):rep(1e6):reverse():upper():byte(1, 1000) end",
        "while true do tostring(1.5):rep(10) end",
        "while true do next({1}) rawlen({}) select('#', 1) end",
        "while true do math.random(1, 10) end",
        // memory
        "string.rep('x', 2^40)",
        "string.rep('x', 1e9, ('y'):rep(1e6))",
        "local s = ('x'):rep(1e6) while true do s = s .. s .. s end",
        "local t = {} while true do t[#t + 1] = ('x'):rep(1e5) end",
        "local t = {} for i = 1, 1e9 do t[-i] = {} end",
        "local t = {} for i = 1, 1e9 do t = setmetatable({}, {__index = t}) end",
        "local t = {} while true do t[#t + 1] = function() return t end end",
        "local t = {} while true do t[#t + 1] = coroutine.wrap(function() coroutine.yield() end) t[#t]() end",
        "local s = ('%s'):rep(1e6) string.format(s, table.unpack({}, 1, 1e6)) while true do end",
        "('x'):rep(1e6):gsub('x', ('y'):rep(1e4))",
        "local s = ('x'):rep(1e6) while true do s = s:gsub('x', '%0%0') end",
        "local t = {('x'):rep(1e6)} for i = 1, 1000 do t[i] = t[1] end table.concat(t)",
        "local t = {} for i = 1, 1e6 do t[i] = i end while true do t = table.pack(table.unpack(t, 1, 1e5)), t end",
        "string.pack('!16' .. ('s'):rep(100), table.unpack((function() local t = {} for i = 1, 100 do t[i] = ('x'):rep(1e6) end return t end)()))",
        "utf8.char(table.unpack((function() local t = {} for i = 1, 1e6 do t[i] = 0x10FFFF end return t end)())) while true do end",
        "load('return {' .. ('1,'):rep(1e6) .. '}')() while true do end",
        "local s = 'return ' .. ('x..'):rep(1e5) .. 'x' x = ('y'):rep(1e5) assert(load(s))()",
        "local x <const> = {} while true do x[#x + 1] = 1 << #x end",
        // recursion
        "local function f() return (f()) end f()",
        "local function f() return f() + 1 end pcall(f) f()",
        "local t = setmetatable({}, {__index = function(t, k) return t[k + 1] end}) return t[1]",
        "local t = {} t = setmetatable(t, {__tostring = function(x) return tostring(x) end}) print(t)",
        "local t = setmetatable({}, {__eq = function(a, b) return a == b end}) return t == setmetatable({}, getmetatable(t))",
        "local function f(s) return (s:gsub('.', f)) end f('x')",
        "local function f(a, b) table.sort({3, 2, 1}, f) return a < b end f(1, 2)",
        "local function f() return (load('return ...')(f())) end f()",
        "local function f() xpcall(f, f) f() end f()",
        "local a = {} for i = 1, 300 do a = {a} end return a",
        "local a = {} a.b = {c = a} return a",
        "assert(load('return ' .. ('('):rep(1e5) .. '1' .. (')'):rep(1e5)))",
        "assert(load('local a = ' .. ('a,'):rep(1e5) .. '1'))",
        "assert(load('return ' .. ('{'):rep(1e5)))",
        "assert(load(('if a then '):rep(1e4)))",
        "assert(load(('function f() '):rep(1e4)))",
        "assert(load('return ' .. ('not '):rep(1e4) .. '1'))");
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void endsWithOneClearErrorAndLeavesTheEngineHealthy(String code) {
    long start = System.nanoTime();

    SpellException failure = failure(code);

    assertThat(System.nanoTime() - start).isLessThan(MAX_NANOS);
    switch (failure.kind()) {
      case ErrorKind.Timeout _ ->
          assertThat(failure.message())
              .isEqualTo(
                  "The script was stopped after 100 ms, the limit of engines.lua.timeout_ms");
      case ErrorKind.ResourceLimit _ ->
          assertThat(failure.message())
              .startsWith("memory limit of 16000000 bytes (engines.lua.max_memory) exceeded");
      default ->
          assertThat(failure.message())
              .containsAnyOf(
                  "overflow",
                  "too many",
                  "too complex",
                  "nested too deeply",
                  "nested deeper than",
                  "contains itself")
              .startsWith("test.lua")
              .hasSizeLessThan(400)
              .doesNotContain("java", "org.", "Exception", "went on");
    }
    assertThat(TestHost.eval("return #('x'):rep(10) + 2^3 // 1")).isEqualTo(18L);
  }

  private static SpellException failure(String code) {
    try {
      throw new AssertionError("The script ended: " + HOST.run(code));
    } catch (SpellException e) {
      return e;
    }
  }
}
