package org.llmspell.lua.lib;

import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;

/** A library function written as a lambda. */
public final class Native extends VarArgFunction {
  private final String title;
  private final Body body;

  /** What the function does. */
  @FunctionalInterface
  public interface Body {
    /** Does it. */
    Varargs call(Args args);
  }

  private Native(String name, Body body) {
    this.title = name;
    this.body = body;
  }

  /** Adds a function to a table. */
  public static void add(LuaTable table, String name, Body body) {
    table.set(name, new Native(name, body));
  }

  /** A function that is in no table yet. */
  public static LuaValue of(String name, Body body) {
    return new Native(name, body);
  }

  @Override
  public Varargs invoke(Varargs args) {
    return body.call(new Args(title, args));
  }

  @Override
  public String tojstring() {
    return "function: builtin: " + title;
  }

  @Override
  public String name() {
    return title;
  }
}
