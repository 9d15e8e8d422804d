package org.llmspell.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts may expect of Lua 5.4; first of all where the engine alone would be wrong. */
@Tag("unit")
class LuaLanguageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "tostring(1/3) | 0.33333333333333",
        "tostring(1e100) | 1e+100",
        "'' .. 1/3 | 0.33333333333333",
        "tostring(3.0) | 3",
        "tostring(10/2) | 5",
        "tostring(2^53) | 9007199254740992",
        "tostring(1/0) | inf",
        "tostring(-1/0) | -inf",
        "tostring(0.1) | 0.1",
        "tostring(123456789012) | 123456789012",
        "string.format('%.2f', 1/3) | 0.33",
        "string.format('%d', 2^31) | 2147483648",
        "string.format('%d', 2^53) | 9007199254740992",
        "string.format('%d', 3.0) | 3",
        "string.format('[%5s]', 'a') | [    a]",
        "string.format('[%-5s]', 'a') | [a    ]",
        "string.format('%05d', 42) | 00042",
        "string.format('%+d', 42) | +42",
        "string.format('%x', 255) | ff",
        "string.format('%#x', 255) | 0xff",
        "'[' .. string.format('%5.1f', 3.14159) .. ']' | [  3.1]",
        "string.format('%g', 1e20) | 1e+20",
        "string.format('%g', 0.0001) | 0.0001",
        "string.format('%e', 12345.678) | 1.234568e+04",
        "string.format('%q', 'a\"b\\n') | \"a\\\"b\\~",
        "string.format('%s %s', 1, true) | 1 true",
        "string.format('%%') | %",
        "string.format('%.3s', 'abcdef') | abc",
        "string.format('%c%c', 72, 105) | Hi",
        "string.format('%a', 1) | 0x1p+0",
        "(string.format('%s', {})):match('^table') | table",
        "table.concat({('THE (quick) fox'):find('%f[%a]%a+')}, ' ') | 1 3",
        "('hello world'):match('(%w+) (%w+)') | hello",
        "('key = value'):match('^(%w+)%s*=%s*(%w+)$') | key",
        "('hello'):gsub('l', 'L') | heLLo",
        "('hello'):gsub('l', {l = 'x'}) | hexxo",
        "('hello'):gsub('%w', function(c) return c:upper() end) | HELLO",
        "('abc'):gsub('%w', '%0%0') | aabbcc",
        "('abc'):gsub('', '-') | -a-b-c-",
        "('x = 1, y = 2'):gsub('(%w+) = (%w+)', '%2 = %1') | 1 = x, 2 = y",
        "('f(a(b)c)d'):match('%b()') | (a(b)c)",
        "('aXb'):find('X', 1, true) | 2",
        "('a.b'):find('.', 1, true) | 2",
        "('ab'):rep(3, ',') | ab,ab,ab",
        "('abc'):sub(-2) | bc",
        "('abc'):byte(-1) | 99",
        "('%d'):rep(2) | %d%d",
        "#string.pack('i4', 100) | 4",
        "string.unpack('i4', string.pack('i4', -100)) | -100",
        "string.unpack('>s2', string.pack('>s2', 'hey')) | hey",
        "utf8.char(228, 8364) | ä€",
        "utf8.len('ä€x') | 3",
        "utf8.codepoint('€') | 8364",
        "table.concat(table.move({1,2,3}, 1, 3, 2), ',') | 1,1,2,3",
        "select('#', table.unpack({1, nil, 3}, 1, 3)) | 3",
        "select(-1, 'a', 'b') | b",
        "table.pack(1, nil).n | 2",
        "math.type(1) | integer",
        "math.type(1.5) | float",
        "math.tointeger(3.0) | 3",
        "math.tointeger(3.5) | nil",
        "math.ult(1, -1) | true",
        "math.pow(2, 10) | 1024",
        "math.floor(3.7) | 3",
        "math.max(1, 5, 3) | 5",
        "math.fmod(7, 3) | 1",
        "7 % -3 | -2",
        "math.abs(-5) | 5",
        "tonumber('0x10') | 16",
        "tonumber('  12  ') | 12",
        "tonumber('1e3') | 1000",
        "tonumber('z', 36) | 35",
        "tonumber('abc') | nil",
        "tonumber('') | nil",
        "tonumber('inf') | nil",
        "_VERSION | Lua 5.4",
        "type(unpack) | function",
        "bit32.band(6, 3) | 2",
        "#table.pack(pcall(error, 'x')) | 2",
        "select(2, pcall(error, 'x', 0)) | x",
        "select(2, pcall(error, {code = 7})).code | 7",
        "tostring(setmetatable({}, {__tostring = function() return 'me' end})) | me",
        "tostring(nil) | nil",
        "rawlen({1, 2}) | 2",
        "next({}) | nil",
        "type(next) | function",
      })
  void evaluates(String expression, String expected) {
    assertThat(TestHost.eval("return tostring((" + expression + "))"))
        .isEqualTo(
            expected.equals("\"a\\\"b\\") ? "\"a\\\"b\\\n\"" : expected.replace("~", "\n\""));
  }

  @Test
  void pairsAsksTheMetatable() {
    assertThat(
            TestHost.eval(
                """
                local t = setmetatable({}, {__pairs = function(t)
                  return function(_, k) if not k then return 1, 'one' end end, t, nil
                end})
                for k, v in pairs(t) do return k .. v end
                """))
        .isEqualTo("1one");
  }

  @Test
  void ipairsReadsThroughMetatables() {
    assertThat(
            TestHost.eval(
                """
                local t = setmetatable({}, {__index = function(_, i) if i < 4 then return i * 2 end end})
                local sum = 0
                for _, v in ipairs(t) do sum = sum + v end
                return sum
                """))
        .isEqualTo(12L);
  }

  @Test
  void sortRefusesNothingButGivesAnOrder() {
    assertThat(
            TestHost.eval(
                "local t = {5, 2, 8, 1}; table.sort(t); table.sort(t, function(a, b) return a > b end)"
                    + " return table.concat(t, ' ')"))
        .isEqualTo("8 5 2 1");
    assertThat(
            TestHost.eval(
                "local t = {3, 1, 2}; table.sort(t, function() return true end) return #t"))
        .isEqualTo(3L);
  }

  @Test
  void gmatchFindsEachMatchOnce() {
    assertThat(
            TestHost.eval(
                "local r = {} for w in ('one two  three'):gmatch('%a*') do r[#r + 1] = '<' .. w .. '>' end"
                    + " return table.concat(r)"))
        .isEqualTo("<one><two><><three>");
  }

  @Test
  void coroutinesYieldAndReturn() {
    assertThat(
            TestHost.eval(
                """
                local co = coroutine.create(function(a)
                  local b = coroutine.yield(a + 1)
                  local c = coroutine.yield(b * 2)
                  return 'done', c
                end)
                local r = {coroutine.resume(co, 1)}
                local s = {coroutine.resume(co, 10)}
                local t = {coroutine.resume(co, 'x')}
                local u = {coroutine.resume(co)}
                return table.concat({tostring(r[1]), r[2], s[2], t[2], t[3], tostring(u[1]), u[2],
                  coroutine.status(co)}, ' ')
                """))
        .isEqualTo("true 2 20 done x false cannot resume dead coroutine dead");
  }

  @Test
  void wrappedCoroutinesRaiseTheirErrors() {
    assertThat(
            TestHost.eval(
                "local f = coroutine.wrap(function() error('oops') end) return select(2, pcall(f))"))
        .isEqualTo("test.lua:1: oops");
  }

  @Test
  void aStringMethodThatAScriptAddsIsItsOwn() {
    assertThat(
            TestHost.eval(
                "function string.shout(s) return s:upper() .. '!' end return ('a'):shout()"))
        .isEqualTo("A!");
    assertThat(TestHost.eval("return tostring(('a').shout)")).isEqualTo("nil");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error('bad') | test.lua:1: bad",
        "local t = nil; return t.x | test.lua:1: attempt to index",
        "undefined() | test.lua:1: attempt to call a nil value",
        "return 1 + {} | test.lua:1: attempt to perform arithmetic on",
        "return ('x'):rep(nil) | test.lua:1: bad argument #2 to 'rep' (number expected, got nil)",
        "return #5 | test.lua:1: attempt to get length of",
        "string.format('%d', 1.5) | test.lua:1: bad argument #2 to 'format' (number has no integer representation)",
        "return {} < {} | test.lua:1: attempt to compare",
        "x = = 1 | test.lua:1: ",
        "('x'):find('[a') | test.lua:1: malformed pattern (missing ']')",
        "('x'):find('%') | test.lua:1: malformed pattern (ends with '%')",
        "string.rep('x', -1)(); | test.lua:1: attempt to call",
        "local function f() error('deep', 2) end f() | test.lua:1: deep",
        "require('no.such.module') | test.lua:1: module 'no.such.module' not found",
        "load('x = = 1', '=chunk')() | test.lua:1: attempt to call a nil value",
      })
  void errorsNameFileAndLine(String code, String expected) {
    assertThatThrownBy(() -> TestHost.eval(code))
        .hasMessageStartingWith(expected)
        .hasMessageNotContainingAny("java.", "org.luaj", "vm error");
  }

  @Test
  void aTracebackShowsFunctionsInnermostFirst() {
    assertThat(
            TestHost.eval(
                "local function f()\n local t = debug.traceback('here') return t\nend\nlocal s = f()\nreturn s"))
        .isEqualTo(
            "here\nstack traceback:\n\ttest.lua:2: in function <test.lua:1>\n\ttest.lua:4: in main chunk");
  }

  @Test
  void aByteOrderMarkAndAFirstLineForTheShellAreSkipped() {
    assertThat(TestHost.eval("\uFEFF#!/usr/bin/env llmspell\nreturn 1")).isEqualTo(1L);
    assertThatThrownBy(() -> TestHost.eval("#!/usr/bin/env llmspell\nerror('x')"))
        .hasMessage("test.lua:2: x");
  }

  @Test
  void printsAsLuaDoes() {
    assertThat(
            TestHost.plain().run("print(1, 2.5, 'x', nil, true) io.write('a', 1, '\\n')").output())
        .isEqualTo("1\t2.5\tx\tnil\ttrue\na1\n");
    assertThat(TestHost.eval("return io.flush() == io.stdout")).isEqualTo(true);
  }

  @Test
  void gotoWorks() {
    assertThat(TestHost.eval("local i = 0 ::top:: i = i + 1 if i < 5 then goto top end return i"))
        .isEqualTo(5L);
  }
}
