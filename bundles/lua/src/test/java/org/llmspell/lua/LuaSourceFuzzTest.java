package org.llmspell.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.llmspell.core.error.SpellException;

/** Sources that nobody would write: each is run, or refused in one clear sentence. */
@Tag("integration")
@Tag("security")
class LuaSourceFuzzTest {

  /** How many attempts; {@code -Dllmspell.fuzz=100000} for a long run. */
  private static final int ATTEMPTS = Integer.getInteger("llmspell.fuzz", 2000);

  /** Each build tries the same; {@code -Dllmspell.seed=N} tries others. */
  private static final long SEED = Long.getLong("llmspell.seed", 20_261_129);

  private static final List<String> PIECES =
      List.of(
          ("and break do else elseif end false for function goto if in local nil not or repeat return"
                  + " then true until while + - * / // % ^ # & ~ | << >> == ~= <= >= < > = ( ) { } [ ]"
                  + " :: ; : , . .. ... 0 1 -1 1e309 0x1p4 0xffffffffffffffff 3.0 9007199254740993"
                  + " 'a' \"\\u{7FFFFFFF}\" '\\z' '\\x4' [[x]] [==[y]==] -- --[[ ]] <const> <close>"
                  + " a b f t _ENV _G self string.rep table.sort pcall error load coroutine.wrap"
                  + " setmetatable tostring io.open os.exit require ('x'):rep(9) {1,2;n=3} function()end")
              .split(" "));

  private static final TestHost HOST =
      new TestHost(
          List.of(),
          Map.of("engines", Map.of("lua", Map.of("timeout_ms", 100L, "max_memory", 16_000_000L))),
          Path.of("target"));

  @Test
  void runsOrRefusesWhateverItIsGiven() throws IOException {
    List<String> known = EscapesTest.tricks().stream().map(EscapesTest.Trick::code).toList();
    var random = new Random(SEED);
    int ran = 0;
    for (int i = 0; i < ATTEMPTS; i++) {
      String code =
          random.nextBoolean()
              ? soup(random)
              : broken(known.get(random.nextInt(known.size())), random);
      if (runs(code, "seed %d, attempt %d: %s".formatted(SEED, i, code))) {
        ran++;
      }
    }

    assertThat(ran).as("some are Lua").isPositive();
    assertThat(TestHost.eval("return 6 * 7")).isEqualTo(42L);
  }

  private static boolean runs(String code, String what) {
    try {
      HOST.run(code);
      return true;
    } catch (SpellException e) {
      assertThat(e.message())
          .as(what)
          .isNotEmpty()
          .doesNotContain("java.", "org.luaj", "org.llmspell", "Exception");
      return false;
    }
  }

  private static String soup(Random random) {
    var code = new StringBuilder();
    for (int i = random.nextInt(40); i >= 0; i--) {
      code.append(PIECES.get(random.nextInt(PIECES.size())))
          .append(random.nextInt(9) == 0 ? '\n' : ' ');
    }
    return code.toString();
  }

  private static String broken(String code, Random random) {
    var text = new StringBuilder(code);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 1 -> text.insert(at, (char) random.nextInt(256));
        case 2 -> text.setLength(at);
        default -> text.replace(at, Math.min(text.length(), at + random.nextInt(6)), "");
      }
    }
    return text.toString();
  }
}
