package org.llmspell.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The globals {@code JSON}, {@code Args}, {@code ARGS}, {@code arg}, {@code Streaming}. */
@Tag("unit")
class GlobalsTest {
  private final Scripts scripts =
      Scripts.with(
          new JsonGlobal(),
          new ArgsGlobal(),
          new ArgGlobal(),
          new StreamingGlobal(),
          new UtilsGlobal());

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "{} => {}",
        "{1, 2, 3} => [1,2,3]",
        "{b = 1, a = 'x'} => {\"a\":\"x\",\"b\":1}",
        "{1, 2, x = 3} => [1,2]",
        "{[5] = 'five'} => {\"5\":\"five\"}",
        "{[1.5] = 1} => {\"1.5\":1}",
        "{[true] = 1} => {}",
        "{0/0, 1/0, -1/0} => [null,null,null]",
        "1.5 => 1.5",
        "3.0 => 3",
        "2^53 => 9007199254740992",
        "nil => null",
        "'ä\\n' => \"ä\\n\"",
        "{{}, {{}}} => [{},[{}]]",
      })
  void valuesBecomeJson(String value, String json) {
    assertThat(scripts.eval("return JSON.stringify(%s)".formatted(value))).isEqualTo(json);
  }

  @Test
  void jsonBecomesValues() {
    assertThat(
            scripts.eval(
                """
                local v = JSON.parse('{"a":null,"b":[1,null,3],"c":1.5,"d":{"e":"x"},"f":true,"g":10}')
                return tostring(v.a) .. v.b[3] .. tostring(v.b[2]) .. v.c .. v.d.e .. tostring(v.f) .. v.g
                """))
        .isEqualTo("nil3nil1.5xtrue10");
    assertThat(scripts.eval("return JSON.decode(JSON.encode({1}))[1]")).isEqualTo(1L);
    assertThat(scripts.eval("return JSON.stringify({a = {1}}, true)"))
        .isEqualTo("{\n  \"a\" : [\n    1\n  ]\n}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "JSON.parse('{') => JSON parse error",
        "JSON.parse('1 2') => JSON parse error",
        "JSON.parse('') => JSON parse error",
        "JSON.parse(('['):rep(1e5)) => JSON parse error",
        "JSON.parse(nil) => argument 1 ('text') must be a string, not nil",
        "JSON.stringify(print) => JSON stringify error",
        "JSON.stringify({x = print}) => JSON stringify error",
        "JSON.stringify('\\xff') => a string that is not valid UTF-8 cannot be converted",
        "JSON.stringify({a = {b = {'\\xff'}}}) => a string that is not valid UTF-8 cannot be converted (at a.b[1])",
        "local t = {} t.a = {['b c'] = t} JSON.stringify(t) => a table that contains itself cannot be converted (at a[\"b c\"])",
        "local t = {} for i = 1, 200 do t = {x = t} end JSON.stringify(t) => tables nested deeper than 128 levels cannot be converted (at x.x.x.",
        "JSON.stringify({coroutine.create(print)}) => cannot convert a thread to a plain value (at [1])",
      })
  void errorsHaveALineAndNoJavaInThem(String code, String message) {
    assertThatThrownBy(() -> scripts.eval(code))
        .hasMessageStartingWith("test.lua:1: ")
        .hasMessageContaining(message)
        .hasMessageNotContainingAny("jackson", "java.", "org.llmspell");
  }

  @Test
  void argumentsAreWordsAndNames() {
    scripts.arguments("one", "--name", "value", "two", "--flag", "--last");

    assertThat(
            scripts.eval(
                "return ARGS[1] .. ARGS[2] .. ARGS.name .. ARGS.flag .. ARGS.last .. #Args .. #arg .. tostring(arg.name)"))
        .isEqualTo("onetwovaluetruetrue22nil");
  }

  @Test
  void withoutArgumentsTheTablesAreEmpty() {
    assertThat(scripts.eval("return #Args + #ARGS + #arg + (next(Utils) and 1 or 0)"))
        .isEqualTo(0L);
  }

  @Test
  void streamsGiveWhatTheirFunctionYields() {
    assertThat(
            scripts.eval(
                """
                local s = Streaming.create(function()
                  Streaming.yield(1) coroutine.yield('b') return {c = 3}
                end)
                local r = {s:next(), tostring(s:isDone()), s:next(), s:next().c, tostring(s:is_done())}
                return table.concat(r, ' ') .. tostring(s:next())
                """))
        .isEqualTo("1 false b 3 truenil");
    assertThat(
            scripts.eval(
                "local s = Streaming.create(function() for i = 1, 3 do coroutine.yield(i) end end) s:next() return s:collect()"))
        .isEqualTo(java.util.List.of(2L, 3L));
    assertThatThrownBy(() ->
            scripts.eval("local s = Streaming.create(function()\n error('oops') end)\ns:next()"))
        .hasMessageContaining("test.lua:2: oops");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "{1, 2} => [1, 2]",
        "{a = 1, [5] = 2, [true] = 3} => {a=1}",
        "{1, 2, x = 3} => {x=3}",
        "{} => {}",
        "print => <function>",
        "{f = print} => {f=<function>}",
        "2.5 => 2.5",
        "3.0 => 3",
        "JSON => <table>",
      })
  void resultsFollowTheirOwnRules(String value, String plain) {
    assertThat(String.valueOf(scripts.eval("return " + value))).isEqualTo(plain);
  }

  @Test
  void aNilResultIsNull() {
    assertThat(scripts.eval("return nil")).isNull();
    assertThat(scripts.eval("local x = 1")).isNull();
    assertThat(scripts.eval("return 1, 2")).isEqualTo(1L);
    assertThat(scripts.eval("return {a = 1}")).isEqualTo(Map.of("a", 1L));
  }
}
