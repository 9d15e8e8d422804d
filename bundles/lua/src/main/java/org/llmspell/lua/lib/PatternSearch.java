package org.llmspell.lua.lib;

import java.nio.charset.StandardCharsets;
import org.llmspell.core.error.SpellException;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;

/** Looks for a pattern in a text outside of any script. */
public final class PatternSearch {
  private static final long MAX_STEPS = 10_000_000;

  private PatternSearch() {}

  /**
   * Whether {@code string.find(text, pattern)} would find something.
   *
   * @throws SpellException of kind Validation when the pattern makes no sense, or takes too long
   */
  public static boolean matches(String text, String pattern) {
    LuaString subject = LuaString.valueUsing(text.getBytes(StandardCharsets.UTF_8));
    LuaString wanted = LuaString.valueUsing(pattern.getBytes(StandardCharsets.UTF_8));
    boolean anchored = wanted.length() > 0 && wanted.luaByte(0) == '^';
    var matcher = new LuaPattern(subject, wanted, new Steps(pattern));
    try {
      for (int s = 0; s <= (anchored ? 0 : subject.length()); s++) {
        if (matcher.matchAt(s, anchored ? 1 : 0) >= 0) {
          return true;
        }
      }
      return false;
    } catch (LuaError e) {
      throw SpellException.validation(
          "pattern", "Pattern '%s' makes no sense: %s".formatted(pattern, e.getMessage()));
    }
  }

  /** Ends a search that takes too long. */
  private static final class Steps implements Budget {
    private final String pattern;
    private long left = MAX_STEPS;

    Steps(String pattern) {
      this.pattern = pattern;
    }

    @Override
    public void step(long steps) {
      left -= steps;
      if (left < 0) {
        throw SpellException.validation(
            "pattern",
            "Pattern '%s' takes too long: write it with fewer repetitions".formatted(pattern));
      }
    }

    @Override
    public void allocate(long bytes) {
      step(1 + bytes / 64);
    }
  }
}
