package org.llmspell.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each function of the libraries, called with values at the end of their ranges. */
@Tag("integration")
@Tag("security")
class LibraryExtremesTest {
  private static final String CALL_ALL =
      """
      local extremes = {
        false, -1, 0, 1, 3.5, 2^31, -2^31, 2^53, 2^62, -2^63, 2^63, 1e300, 0/0, 1/0, -1/0,
        '', 'x', '%d', '\\255', 'year', {}, {1, 2, 3}, {year = -2^63, month = -2^63, day = -2^63},
        {year = 2^40, month = 1, day = 1}, print,
      }
      local skipped = {['os.exit'] = 1, ['os.execute'] = 1, ['os.remove'] = 1, ['os.rename'] = 1,
        ['string.rep'] = 1} -- stops the script at its memory limit
      local called, raised = 0, 0
      local function try(f, ...)
        called = called + 1
        if not pcall(f, ...) then raised = raised + 1 end
      end
      for name, f in pairs(LIBRARY) do
        if type(f) == 'function' and not skipped['LIBRARY.' .. name] then
          for _, a in ipairs(extremes) do
            try(f, a)
            for _, b in ipairs(extremes) do
              try(f, a, b)
              try(f, 'x', a, b)
              try(f, {1, 2}, a, b)
            end
          end
        end
      end
      return called - raised
      """;

  private static final TestHost HOST =
      new TestHost(
          List.of(),
          Map.of(
              "engines", Map.of("lua", Map.of("timeout_ms", 60_000L, "max_memory", 64_000_000L))),
          Path.of("target"));

  @ParameterizedTest
  @ValueSource(strings = {"string", "table", "math", "utf8", "os"})
  void givesAResultOrALuaError(String library) {
    assertThatCode(() ->
            assertThat(HOST.run(CALL_ALL.replace("LIBRARY", library)).result().value())
                .as("calls that give a result")
                .isInstanceOf(Long.class)
                .isNotEqualTo(0L))
        .doesNotThrowAnyException();
  }
}
