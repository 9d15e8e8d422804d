package org.llmspell.lua.lib;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Turns any value into text as {@code tostring} of Lua 5.4 does. */
public final class Text {
  private Text() {}

  /** The text of a value; asks {@code __tostring} and {@code __name}. */
  public static LuaString of(LuaValue value) {
    if (value instanceof LuaString text) {
      return text;
    }
    LuaValue custom = value.metatag(LuaValue.valueOf("__tostring"));
    if (!custom.isnil()) {
      LuaValue result = custom.call(value);
      if (result instanceof LuaString text) {
        return text;
      }
      if (result.isnumber()) {
        return result.strvalue();
      }
      throw new LuaError("'__tostring' must return a string");
    }
    return switch (value.type()) {
      case LuaValue.TNIL, LuaValue.TBOOLEAN, LuaValue.TNUMBER ->
          LuaString.valueOf(value.tojstring());
      default -> LuaString.valueOf(name(value) + ": " + address(value));
    };
  }

  private static String name(LuaValue value) {
    LuaValue name = value.metatag(LuaValue.valueOf("__name"));
    return name.isstring() ? name.tojstring() : value.typename();
  }

  /** Tells objects apart; not a real address. */
  public static String address(LuaValue value) {
    return "0x%08x".formatted(System.identityHashCode(value));
  }
}
