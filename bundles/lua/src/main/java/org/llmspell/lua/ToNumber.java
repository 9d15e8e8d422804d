package org.llmspell.lua;

import java.util.List;
import java.util.Locale;
import org.llmspell.lua.lib.Args;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The function {@code tonumber}. */
final class ToNumber {
  private ToNumber() {}

  private static final List<String> SPECIAL = List.of("nan", "inf");

  static Varargs call(Args args) {
    if (!args.isAbsent(2)) {
      return inBase(args);
    }
    LuaValue value = args.any(1);
    if (value instanceof LuaNumber) {
      return value;
    }
    return value instanceof LuaString text ? parse(text.tojstring().strip()) : LuaValue.NIL;
  }

  private static LuaValue parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.isEmpty() || SPECIAL.stream().anyMatch(lower::contains)) {
      return LuaValue.NIL;
    }
    try {
      boolean hex = lower.matches("[+-]?0x.*");
      if (!hex) {
        boolean valid = lower.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?");
        return valid ? Args.number(Double.parseDouble(lower)) : LuaValue.NIL;
      }
      boolean isFloat = lower.contains(".") || lower.contains("p");
      if (isFloat) {
        return Args.number(Double.parseDouble(lower.contains("p") ? lower : lower + "p0"));
      }
      boolean negative = lower.startsWith("-");
      long number = Long.parseUnsignedLong(lower.substring(lower.indexOf('x') + 1), 16);
      return Args.number(negative ? -number : number);
    } catch (NumberFormatException e) {
      return LuaValue.NIL;
    }
  }

  private static LuaValue inBase(Args args) {
    long base = args.integer(2);
    if (!(args.get(1) instanceof LuaString text)) {
      throw args.wrongType(1, "string");
    }
    if (base < 2 || base > 36) {
      throw args.bad(2, "base out of range");
    }
    try {
      return Args.number(Long.parseLong(text.tojstring().strip(), (int) base));
    } catch (NumberFormatException e) {
      return LuaValue.NIL;
    }
  }
}
