package org.llmspell.lua;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;

/** An error that a script raised itself: its value is shown as it is. */
final class RaisedError extends LuaError {
  private static final long serialVersionUID = 1L;

  private final transient LuaValue value;

  RaisedError(LuaValue value) {
    super(value);
    this.value = value;
  }

  LuaValue value() {
    return value;
  }
}
