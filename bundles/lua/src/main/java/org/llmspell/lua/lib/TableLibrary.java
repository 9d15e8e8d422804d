package org.llmspell.lua.lib;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library {@code table}. */
public final class TableLibrary {
  private static final int MAX_UNPACK = 1_000_000;
  private static final int VALUE_BYTES = 16;

  private final Budget budget;

  private TableLibrary(Budget budget) {
    this.budget = budget;
  }

  /** The library as a table. */
  public static LuaTable create(Budget budget) {
    var library = new TableLibrary(budget);
    var table = new LuaTable();
    Native.add(table, "concat", library::concat);
    Native.add(table, "insert", library::insert);
    Native.add(table, "remove", library::remove);
    Native.add(table, "move", library::move);
    Native.add(table, "pack", library::pack);
    Native.add(table, "unpack", library::unpack);
    Native.add(table, "sort", args -> new TableSort(args, budget).run());
    return table;
  }

  private LuaValue concat(Args args) {
    LuaTable table = args.table(1);
    LuaString separator = args.string(2, LuaValue.EMPTYSTRING);
    long first = args.integer(3, 1);
    long last = args.isAbsent(4) ? table.length() : args.integer(4);
    var out = new Bytes(budget);
    for (long i = first; i <= last; i++) {
      if ((i & 0xFF) == 0) {
        budget.step(256);
      }
      LuaValue value = table.get(Args.whole(i));
      if (!(value instanceof LuaString || value instanceof LuaNumber)) {
        throw new LuaError("invalid value (at index %d) in table for 'concat'".formatted(i));
      }
      out.append(value.strvalue());
      if (i < last) {
        out.append(separator);
      }
    }
    return out.toLuaString();
  }

  private Varargs insert(Args args) {
    LuaTable table = args.table(1);
    int end = table.length() + 1;
    switch (args.count()) {
      case 2 -> table.set(end, args.get(2));
      case 3 -> {
        long at = args.integer(2);
        if (at < 1 || at > end) {
          throw args.bad(2, "position out of bounds");
        }
        budget.step(end - at);
        for (int i = end; i > at; i--) {
          table.set(i, table.get(i - 1));
        }
        table.set((int) at, args.get(3));
      }
      default -> throw new LuaError("wrong number of arguments to 'insert'");
    }
    return LuaValue.NONE;
  }

  private Varargs remove(Args args) {
    LuaTable table = args.table(1);
    int size = table.length();
    long at = args.integer(2, size);
    if (args.count() > 1
        && size + 1L != at
        && (at < 1 || at > size + 1L)
        && !(size == 0 && at == 0)) {
      throw args.bad(2, "position out of bounds");
    }
    LuaValue removed = table.get(Args.whole(at));
    budget.step(Math.max(0, size - at));
    for (long i = at; i < size; i++) {
      table.set((int) i, table.get((int) i + 1));
    }
    if (at <= size && size > 0) {
      table.set(size, LuaValue.NIL);
    } else if (at == size + 1L) {
      table.set(Args.whole(at), LuaValue.NIL);
    }
    return removed;
  }

  private Varargs move(Args args) {
    LuaTable from = args.table(1);
    long first = args.integer(2);
    long last = args.integer(3);
    long target = args.integer(4);
    LuaTable to = args.isAbsent(5) ? from : args.table(5);
    if (last >= first) {
      if (first <= 0 && last >= Long.MAX_VALUE + first) {
        throw args.bad(3, "too many elements to move");
      }
      boolean forward = target > last || target <= first || from != to;
      long count = last - first + 1;
      for (long n = 0; n < count; n++) {
        if ((n & 0xFF) == 0) {
          budget.step(256);
        }
        long i = forward ? n : count - 1 - n;
        to.set(Args.whole(target + i), from.get(Args.whole(first + i)));
      }
    }
    return to;
  }

  private Varargs pack(Args args) {
    budget.allocate((long) args.count() * VALUE_BYTES);
    var table = new LuaTable();
    for (int i = 1; i <= args.count(); i++) {
      table.set(i, args.get(i));
    }
    table.set("n", LuaValue.valueOf(args.count()));
    return table;
  }

  private Varargs unpack(Args args) {
    LuaTable table = args.table(1);
    long first = args.integer(2, 1);
    long last = args.isAbsent(3) ? table.length() : args.integer(3);
    if (last < first) {
      return LuaValue.NONE;
    }
    double count = (double) last - first + 1;
    if (count > MAX_UNPACK) {
      throw new LuaError("too many results to unpack");
    }
    budget.allocate((long) count * VALUE_BYTES);
    budget.step((long) count / 16);
    LuaValue[] values = new LuaValue[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = table.get(Args.whole(first + i));
    }
    return LuaValue.varargsOf(values);
  }
}
