package org.llmspell.lua;

import org.llmspell.lua.lib.Native;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * The metatable of strings. The engine keeps it in a static field, one for all scripts in the JVM;
 * so it holds nothing itself, but asks for the {@code string} library of the script that runs on
 * this thread. No script can reach or change it.
 */
final class StringMetatable {
  private static final ScopedValue<LuaTable> STRINGS = ScopedValue.newInstance();
  private static final LuaTable ROUTER = router();

  private StringMetatable() {}

  private static LuaTable router() {
    var table = new LuaTable();
    table.set(
        LuaValue.INDEX,
        Native.of(
            "index", args -> STRINGS.isBound() ? STRINGS.get().get(args.get(2)) : LuaValue.NIL));
    table.set(LuaValue.METATABLE, LuaValue.FALSE);
    return table;
  }

  static void install() {
    if (LuaString.s_metatable != ROUTER) {
      LuaString.s_metatable = ROUTER;
    }
  }

  static void with(LuaTable strings, Runnable body) {
    ScopedValue.where(STRINGS, strings).run(body);
  }

  /** Whether this thread runs the script that the library belongs to. */
  static boolean isBound(LuaTable strings) {
    return STRINGS.isBound() && STRINGS.get() == strings;
  }
}
