package org.luaj.vm2.compiler;

import java.io.IOException;
import java.io.InputStream;
import org.llmspell.lua.lib.Budget;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Prototype;

/** Compiles Lua 5.4 to the byte code of LuaJ, which is that of Lua 5.2. */
public final class Lua54Compiler extends LuaC {

  private final Budget budget;

  private Lua54Compiler(Budget budget) {
    this.budget = budget;
  }

  /** Has a state compile with this, and pay for it. */
  public static void install(Globals globals, Budget budget) {
    var compiler = new Lua54Compiler(budget);
    globals.compiler = compiler;
    globals.loader = compiler;
  }

  @Override
  public Prototype compile(InputStream text, String chunk) throws IOException {
    var state = new CompileState();
    var parser = new Lua54Parser(state, text, budget);
    var main = new FuncState();
    LuaString name = LuaString.valueOf(chunk);
    parser.fs = main;
    parser.setinput(state, text.read(), text, name);
    main.f = new Prototype();
    main.f.source = name;
    parser.mainfunc(main);
    return main.f;
  }
}
