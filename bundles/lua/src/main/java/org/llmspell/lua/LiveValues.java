package org.llmspell.lua;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.UpValue;
import org.luaj.vm2.Varargs;

/** Adds up the memory of all values that can be reached from some roots; an estimate. */
final class LiveValues {
  private static final int STRING_BYTES = 48;
  private static final int TABLE_BYTES = 72;
  private static final int SLOT_BYTES = 48;
  private static final int ELEMENT_BYTES = 20;
  private static final int CLOSURE_BYTES = 64;
  private static final int FRAME_BYTES = 256;

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<LuaValue> open = new ArrayDeque<>();
  private long bytes;

  void add(@Nullable LuaValue value) {
    if (value instanceof LuaString text) {
      addString(text);
    } else if ((value instanceof LuaTable
            || value instanceof LuaClosure
            || value instanceof Coroutine)
        && seen.add(value)) {
      open.add(value);
    }
  }

  /** Substrings share the bytes of the string that they were cut from. */
  private void addString(LuaString text) {
    if (seen.add(text.m_bytes)) {
      bytes += STRING_BYTES + text.m_bytes.length;
    }
  }

  void add(Frames stack) {
    for (int frame = 0; frame < stack.depth(); frame++) {
      bytes += FRAME_BYTES;
      add(stack.closure(frame));
      @Nullable LuaValue[] registers = stack.registers(frame);
      if (registers != null) {
        bytes += 8L * registers.length;
        for (LuaValue value : registers) {
          add(value);
        }
      }
      addAll(stack.varargs(frame));
    }
  }

  private void addAll(@Nullable Varargs values) {
    for (int i = 1; values != null && i <= values.narg(); i++) {
      bytes += 8;
      add(values.arg(i));
    }
  }

  /** Follows everything that was added, and gives the sum. */
  long sum() {
    for (LuaValue value = open.poll(); value != null; value = open.poll()) {
      switch (value) {
        case LuaTable table -> follow(table);
        case LuaClosure closure -> follow(closure);
        case Coroutine coroutine -> {
          bytes += 1_024;
          add(coroutine.function());
          add(coroutine.stack());
        }
        default -> {}
      }
    }
    return bytes;
  }

  private void follow(LuaTable table) {
    bytes += TABLE_BYTES;
    add(table.getmetatable());
    int length = table.rawlen();
    bytes += (long) length * ELEMENT_BYTES;
    Varargs entry = table.next(LuaValue.NIL);
    for (long i = 0; !entry.arg1().isnil(); i++) {
      if (i >= length) {
        bytes += SLOT_BYTES;
      }
      add(entry.arg1());
      add(entry.arg(2));
      entry = table.next(entry.arg1());
    }
  }

  private void follow(LuaClosure closure) {
    bytes += CLOSURE_BYTES;
    for (UpValue upvalue : closure.upValues) {
      bytes += 24;
      if (upvalue != null) {
        add(upvalue.getValue());
      }
    }
  }
}
