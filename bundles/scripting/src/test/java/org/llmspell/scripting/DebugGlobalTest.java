package org.llmspell.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class DebugGlobalTest {
  private final ScriptLogs logs = new ScriptLogs(new org.llmspell.security.redact.Redactor());
  private final Scripts scripts =
      Scripts.with(new DebugGlobal(logs), new LoggerGlobal(logs), new JsonGlobal());

  @Test
  void writesToStandardErrorFromTheLevelOn() {
    scripts.eval(
        """
        Debug.trace('t') Debug.debug('d') Debug.info('i', 'my.module') Debug.warn('w')
        Debug.error('e') Debug.log('info', 'l', 'm') Debug.log('nonsense', 'x')
        Debug.logWithData('warn', 'with data', {a = 1, b = {2}}, 'mod')
        """);

    assertThat(scripts.errors().lines().map(line -> line.replaceFirst("^\\S+Z ", "")))
        .containsExactly(
            "INFO  my.module: i",
            "WARN  w",
            "ERROR e",
            "INFO  m: l",
            "WARN  mod: with data {\"a\":1,\"b\":[2]}");
    assertThat(scripts.output.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "off,OFF",
    "none,OFF",
    "0,OFF",
    "err,ERROR",
    "1,ERROR",
    "warning,WARN",
    "INFO,INFO",
    "4,DEBUG",
    "trace,TRACE",
  })
  void levelsHaveSeveralNames(String name, String level) {
    assertThat(
            scripts.eval(
                "return tostring(Debug.setLevel('%s')) .. Debug.getLevel()".formatted(name)))
        .isEqualTo("true" + level);
  }

  @Test
  void anUnknownLevelChangesNothing() {
    assertThat(scripts.eval("return tostring(Debug.set_level('loud')) .. Debug.get_level()"))
        .isEqualTo("falseINFO");
  }

  @Test
  void canBeSwitchedOff() {
    assertThat(
            scripts.eval(
                "Debug.setEnabled(false) Debug.error('x') return Debug.isEnabled() or #Debug.getCapturedEntries()"))
        .isEqualTo(0L);
    assertThat(scripts.errors()).isEmpty();
  }

  @Test
  void filtersByModuleTheLastRuleThatFitsDecides() {
    assertThat(
            scripts.eval(
                """
                Debug.setDefaultFilterEnabled(false)
                Debug.addModuleFilter('app.*', true)
                Debug.addModuleFilter('app.noisy', false)
                assert(Debug.addAdvancedFilter('net', 'hierarchical', true))
                assert(Debug.addAdvancedFilter('^db[0-9]$', 'regex', true))
                assert(Debug.addAdvancedFilter('x', 'magic', true) == false)
                for _, m in ipairs{'app.main', 'app.noisy', 'net', 'net.http', 'network', 'db1', 'db10', 'other'} do
                  Debug.info('x', m)
                end
                local names = {}
                for _, e in ipairs(Debug.getCapturedEntries()) do names[#names + 1] = e.module end
                local s = Debug.getFilterSummary()
                return table.concat(names, ' ') .. ' ' .. s.total_rules .. tostring(s.default_enabled)
                  .. s.rules[3].pattern_type .. tostring(Debug.removeModuleFilter('net'))
                  .. tostring(Debug.removeModuleFilter('net'))
                """))
        .isEqualTo("app.main net net.http db1 4falsehierarchicaltruefalse");
  }

  @Test
  void aFilterThatTakesForEverIsRefused() {
    assertThatThrownBy(() ->
            scripts.eval(
                "Debug.addAdvancedFilter('(x|xx)+(z?)\\\\2y', 'regex', true) Debug.info('m', ('x'):rep(40))"))
        .hasMessageContaining("needs more than 100000 steps")
        .hasMessageStartingWith("test.lua:1: ");
    assertThatThrownBy(() -> scripts.eval("Debug.addAdvancedFilter('(', 'regex', true)"))
        .hasMessageContaining("'(' is no regular expression");
  }

  @Test
  void keepsTheNewestEntriesOnly() {
    assertThat(
            scripts.eval(
                """
                for i = 1, 1500 do Debug.info('m' .. i) end
                local all, two = Debug.getCapturedEntries(), Debug.get_captured_entries(2)
                local r = #all .. all[1].message .. ' ' .. #two .. two[2].message .. two[2].level
                Debug.clearCaptured()
                return r .. #Debug.getCapturedEntries()
                """))
        .isEqualTo("1000m501 2m1500INFO0");
  }

  @Test
  void loggerIsTheSameLog() {
    assertThat(
            scripts.eval(
                "Logger.setLevel('debug') Logger.debug('one', {k = 1}) Logger.info('two', 'mod')"
                    + " local e = Debug.getCapturedEntries() return e[1].metadata.k .. e[2].module .. Debug.getLevel()"))
        .isEqualTo("1modDEBUG");
  }

  @Test
  void nothingIsLeftForTheNextScript() {
    scripts.eval("Debug.setLevel('off') Debug.timer('x')");

    assertThat(scripts.eval("return Debug.getLevel() .. #Debug.getCapturedEntries()"))
        .isEqualTo("INFO0");
  }

  @Test
  void timersMeasureLapsAndEvents() {
    assertThat(
            scripts.eval(
                """
                local t = Debug.timer('outer')
                local inner = Debug.timer('inner')
                assert(inner:lap('half') and Debug.recordEvent(inner.id, 'hit', {n = 1}))
                assert(not Debug.recordEvent('no such timer', 'hit'))
                assert(inner:elapsed() >= 0)
                local ms = inner:stop()
                assert(ms >= 0 and inner:stop() == nil and inner:elapsed() == nil and not inner:lap('late'))
                t:stop()
                local report = JSON.parse(Debug.jsonReport())
                local folded = Debug.flameGraph()
                assert(folded:match('^outer %d+\\nouter;inner %d+\\n$'), folded)
                assert(Debug.performanceReport():match('inner'))
                return report.timers[2].laps[1].name .. report.timers[2].events[1].data.n
                  .. report.summary.outer.count
                """))
        .isEqualTo("half11");
  }

  @Test
  void memoryIsThatOfTheProcess() {
    assertThat(
            scripts.eval(
                """
                local t = Debug.timer('t')
                local m, s = Debug.memoryStats(), Debug.memorySnapshot()
                assert(m.used_bytes > 0 and m.allocated_bytes >= m.used_bytes and m.collections >= 0)
                assert(s.tracker_memory_usage.t.start_bytes > 0 and s.timestamp_secs > 1e9)
                return s.active_trackers .. (m.resident_bytes > 1e6 and ' resident' or '')
                """))
        .isEqualTo("1 resident");
  }

  @Test
  void dumpsShowTablesAsTheyAre() {
    assertThat(
            String.valueOf(
                    scripts.eval(
                        "return Debug.dump({1, 'a\\n', x = {y = true}, [2.5] = print}, 'label')"))
                .replaceAll("0x\\w+", "0x"))
        .isEqualTo(
            """
            label:
            table {
              [1] = 1 (number),
              [2] = "a\\n" (string),
              [2.5] = <function>,
              x = table {
                y = true (boolean),
              },
            }\
            """);
    assertThat(scripts.eval("local t = {1} t.me = t return Debug.dumpCompact(t)"))
        .isEqualTo("{[1] = 1, me = <circular reference>, }");
    assertThat(
            scripts.eval(
                "local t = {} for i = 1, 100 do t[i] = i end return Debug.dump_compact(t)"))
        .asString()
        .endsWith("[10] = 10, ... (100 elements), }");
    assertThat(scripts.eval("local t = {} t.t = {t = {t = {t = {}}}} return Debug.dumpCompact(t)"))
        .isEqualTo("{t = {t = {t = {...}, }, }, }");
    assertThat(
            scripts.eval(
                "return Debug.dumpWithOptions(('x'):rep(9), {max_string_length = 3, show_types = false}) .. Debug.dump(nil)"))
        .isEqualTo("\"xxx\"... (9 characters)nil");
    assertThat(String.valueOf(scripts.eval("return Debug.dumpVerbose({{}})"))).contains("table 0x");
  }

  @Test
  void stackTracesShowTheFunctionsOfTheScript() {
    assertThat(
            scripts.eval(
                """
                local function f()
                  local t = Debug.stackTrace()
                  return t
                end
                local t = f()
                return t
                """))
        .isEqualTo(
            "stack traceback:\n\ttest.lua:2: in function <test.lua:1>\n\ttest.lua:5: in main chunk");
    assertThat(
            scripts.eval(
                "local j = JSON.parse(Debug.stackTraceJson({max_depth = 1})) return j.depth .. j.frames[1].source .. j.frames[1].line"))
        .isEqualTo("1test.lua1");
  }
}
