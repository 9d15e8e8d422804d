package org.llmspell.lua.lib;

import java.util.Locale;
import java.util.regex.Pattern;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Reads numbers as Lua writes them. */
public final class Numerals {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?");
  private static final Pattern HEXADECIMAL =
      Pattern.compile("([+-]?)0x([0-9a-f]*)(\\.?[0-9a-f]*)(p[+-]?\\d+)?");

  private Numerals() {}

  /** The number that a text stands for, blanks around it allowed; nil when it is none. */
  public static LuaValue parse(LuaString text) {
    String number = text.tojstring().strip().toLowerCase(Locale.ROOT);
    if (DECIMAL.matcher(number).matches()) {
      return Args.number(Double.parseDouble(number));
    }
    var hex = HEXADECIMAL.matcher(number);
    if (!hex.matches() || (hex.group(2) + hex.group(3)).replace(".", "").isEmpty()) {
      return LuaValue.NIL;
    }
    if (hex.group(3).isEmpty() && hex.group(4) == null) {
      long whole = wrapped(hex.group(2));
      return Args.whole(hex.group(1).equals("-") ? -whole : whole);
    }
    return Args.number(Double.parseDouble(hex.group(4) == null ? number + "p0" : number));
  }

  /** Only the last 64 bits count. */
  private static long wrapped(String digits) {
    int from = Math.max(0, digits.length() - 16);
    return Long.parseUnsignedLong(digits.substring(from), 16);
  }
}
