package org.llmspell.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Lua 5.3 and 5.4 added to the language, and how errors are worded. */
@Tag("unit")
class Lua54Test {

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "7 // 2 => 3",
        "-7 // 2 => -4",
        "7 // -2 => -4",
        "7.5 // 2 => 3",
        "1 // 3 + 2 * 3 // 4 => 1",
        "2^3 // 3 => 2",
        "100 // 10 // 3 => 3",
        "-7 // 2 * 2 => -8",
        "10 // '3' => 3",
        "#'hello' // 2 => 2",
        "1 / 0 // 1 => inf",
        "not (7 // 2 == 3) => false",
        "7 // 2 .. 'x' => 3x",
        "17 & 5 => 1",
        "17 & 5 == 1 => true",
        "~0 => -1",
        "~~5 => 5",
        "1 << 62 >> 62 => 1",
        "1 << 64 => 0",
        "-1 >> 1 << 1 => -2",
        "1 << -1 => 0",
        "5 ~ 3 => 6",
        "6 & 3 ~ 1 => 3",
        "1 + 1 << 2 => 8",
        "0xFF & ~0xF => 240",
        "0xffffffffffffffff => -1",
        "2^31 & 0xFFFFFFFF => 2147483648",
        "'\\u{48}\\u{20AC}' => H€",
        "'\\z   x\\x41\\65\\'' => xAA'",
        "0x.8 + 0xAp1 => 20.5",
        "5 % math.huge => 5",
        "-5 % math.huge => inf",
        "2^0.5 == math.sqrt(2) => true",
        "10^15 % 7 => 6",
      })
  void evaluates(String expression, String expected) {
    assertThat(TestHost.eval("return tostring((" + expression + "))")).isEqualTo(expected);
  }

  @Test
  void orHasThePriorityThatItHasInLua() {
    assertThat(
            TestHost.eval("return (1 | 6 ~ 3 & 2 << 1 + 1) .. ' ' .. (1 | 2 == 3 and 'x' or 'y')"))
        .isEqualTo("7 x");
  }

  @Test
  void operandsOfAllKindsAreEvaluatedOnceAndInOrder() {
    assertThat(
            TestHost.eval(
                """
                local log = {}
                local function v(n) log[#log + 1] = n return n end
                local t = {x = {y = 21}}
                local a, b = 17, nil
                local r = {
                  v(9) // v(2), (b or a) // (a and 3), (a > 1 and a or 0) // 5, t.x.y // t.x.y,
                  v(v(8) // v(4)), (v(1) + v(2)) // v(3), ({5})[1] // 2, ("7" + 0) // 2,
                }
                for i = 10 // 3, 20 // 4 do r[#r + 1] = i end
                local s = 0
                while s // 2 < 3 do s = s + 1 end
                return table.concat(r, ',') .. ' ' .. table.concat(log) .. ' ' .. s
                """))
        .isEqualTo("4,5,3,1,2,1,2,3,3,4,5 92" + "842123" + " 6");
  }

  @Test
  void operatorsAskMetatables() {
    assertThat(
            TestHost.eval(
                """
                local m = {}
                for _, e in ipairs{'idiv', 'band', 'bor', 'bxor', 'shl', 'shr'} do
                  m['__' .. e] = function() return e end
                end
                m.__bnot = function() return 'bnot' end
                local t = setmetatable({}, m)
                return table.concat({t // 1, 1 // t, t & 1, 1 | t, t ~ 1, t << 1, 1 >> t, ~t}, ' ')
                """))
        .isEqualTo("idiv idiv band bor bxor shl shr bnot");
  }

  @Test
  void constantsAreVariablesThatCanNotBeAssigned() {
    assertThat(TestHost.eval("local x <const>, y = 5, 6 y = y + x return y")).isEqualTo(11L);
    assertThat(TestHost.eval("do local x <const> = 1 end local x = 2 x = 3 return x"))
        .isEqualTo(3L);
    assertThatThrownBy(() -> TestHost.eval("local x <const> = 1\nx = 2"))
        .hasMessage("test.lua:2: attempt to assign to const variable 'x'");
    assertThatThrownBy(() ->
            TestHost.eval(
                "local x <const> = 1\nlocal function f() return function() x = 2 end end"))
        .hasMessage("test.lua:2: attempt to assign to const variable 'x'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "nofn(1) | attempt to call a nil value (global 'nofn')",
        "local x; x() | attempt to call a nil value (local 'x')",
        "local t = {} t:foo() | attempt to call a nil value (method 'foo')",
        "local t = {} t.foo() | attempt to call a nil value (field 'foo')",
        "return x.y | attempt to index a nil value (global 'x')",
        "local t = {} return t.a.b | attempt to index a nil value (field 'a')",
        "local t = {} t.a.b = 1 | attempt to index a nil value (field 'a')",
        "local u local function f() u.x = 1 end f() | attempt to index a nil value (upvalue 'u')",
        "local a = {} return 1 + a | attempt to perform arithmetic on a table value (local 'a')",
        "local a = {} return 'x' .. a | attempt to concatenate a table value (local 'a')",
        "return #5 | attempt to get length of a number value",
        "return {} < {} | attempt to compare two table values",
        "return 1 < 'x' | attempt to compare number with string",
        "local t = {} t[nil] = 1 | table index is nil or not a number",
        "return 1 // {} | attempt to perform arithmetic on a table value",
        "return 1 & 1.5 | number has no integer representation",
        "return 1 & {} | attempt to perform bitwise operation on a table value",
        "return 1 // 0 | attempt to perform 'n//0'",
        "x = = 1 | unexpected symbol near '='",
        "x = 3x | malformed number near '3x'",
        "x = 1 // | unexpected symbol near <eof>",
        "for i = 1 | ',' expected near <eof>",
        "x = 'abc | unfinished string near <eof>",
        "break | break outside a loop at line 1",
        "goto x | no visible label 'x' for <goto> at line 1",
        "local f <close> = 1 | variable 'f': the attribute <close> is not available; call the function that closes it yourself",
        "assert(false, 'no') | no",
        "assert(nil) | assertion failed!",
        "setmetatable(1, {}) | bad argument #1 to 'setmetatable' (table expected, got number)",
        "setmetatable(setmetatable({}, {__metatable = 1}), {}) | cannot change a protected metatable",
      })
  void errorsAreWordedAsLuaWordsThem(String code, String expected) {
    assertThatThrownBy(() -> TestHost.eval(code)).hasMessage("test.lua:1: " + expected);
  }

  @Test
  void theTraceOfAHandlerIsThatOfTheError() {
    assertThat(
            TestHost.eval(
                "local function f()\n error('deep')\nend\nlocal _, t = xpcall(f, debug.traceback)\nreturn t"))
        .isEqualTo(
            "test.lua:2: deep\nstack traceback:\n\ttest.lua:2: in function <test.lua:1>\n\ttest.lua:4: in main chunk");
  }
}
