package org.llmspell.lua;

import org.llmspell.lua.lib.Args;
import org.llmspell.lua.lib.Numerals;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The function {@code tonumber}. */
final class ToNumber {
  private ToNumber() {}

  static Varargs call(Args args) {
    if (!args.isAbsent(2)) {
      return inBase(args);
    }
    LuaValue value = args.any(1);
    if (value instanceof LuaNumber) {
      return value;
    }
    return value instanceof LuaString text ? Numerals.parse(text) : LuaValue.NIL;
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
