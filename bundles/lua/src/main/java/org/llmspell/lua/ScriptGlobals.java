package org.llmspell.lua;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.llmspell.core.script.ScriptGlobal;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The global variables of a script. A global of the platform is opened when the script reads it for
 * the first time; until then only its name is known. So a script pays for what it uses, and a
 * global that can not be opened is an error only where it is used.
 */
final class ScriptGlobals extends Globals {
  private final Map<LuaString, ScriptGlobal> waiting = new HashMap<>();
  private Function<ScriptGlobal, LuaValue> opener = _ -> LuaValue.NIL;

  /** Makes globals known, and says how to open one. */
  void offer(List<ScriptGlobal> globals, Function<ScriptGlobal, LuaValue> how) {
    opener = how;
    for (ScriptGlobal global : globals) {
      for (String name : global.names()) {
        waiting.put(LuaString.valueOf(name), global);
      }
    }
  }

  @Override
  public LuaValue get(LuaValue key) {
    LuaValue value = super.get(key);
    return value.isnil() && key instanceof LuaString name && waiting.containsKey(name)
        ? open(name)
        : value;
  }

  @Override
  public LuaValue rawget(LuaValue key) {
    LuaValue value = super.rawget(key);
    return value.isnil() && key instanceof LuaString name && waiting.containsKey(name)
        ? open(name)
        : value;
  }

  private LuaValue open(LuaString name) {
    ScriptGlobal global = waiting.get(name);
    if (global == null) {
      return LuaValue.NIL;
    }
    LuaValue value = opener.apply(global);
    for (String each : global.names()) {
      LuaString key = LuaString.valueOf(each);
      // What the script has put in the place of one of the names stays.
      if (waiting.remove(key) != null) {
        super.rawset(key, value);
      }
    }
    return value;
  }

  @Override
  public void rawset(LuaValue key, LuaValue value) {
    if (!waiting.isEmpty() && key instanceof LuaString name) {
      waiting.remove(name);
    }
    super.rawset(key, value);
  }

  /** Who looks at all variables sees the globals too. */
  @Override
  public Varargs next(LuaValue key) {
    if (key.isnil() && !waiting.isEmpty()) {
      new ArrayList<>(waiting.keySet()).forEach(this::open);
    }
    return super.next(key);
  }
}
