package org.llmspell.lua.lib;

import java.util.Arrays;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The function {@code table.sort}: a merge sort, so that a comparison function that contradicts
 * itself gives some order instead of an endless loop.
 */
final class TableSort {
  private final LuaTable table;
  private final LuaValue less;
  private final Budget budget;

  TableSort(Args args, Budget budget) {
    this.table = args.table(1);
    this.less = args.isAbsent(2) ? LuaValue.NIL : args.function(2);
    this.budget = budget;
  }

  Varargs run() {
    int size = table.length();
    budget.allocate(16L * size);
    LuaValue[] values = new LuaValue[size];
    for (int i = 0; i < size; i++) {
      values[i] = table.get(i + 1);
    }
    sort(values, Arrays.copyOf(values, size), 0, size);
    for (int i = 0; i < size; i++) {
      table.set(i + 1, values[i]);
    }
    return LuaValue.NONE;
  }

  /** Sorts {@code values} within the bounds; {@code spare} has the same content. */
  private void sort(LuaValue[] values, LuaValue[] spare, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(spare, values, from, middle);
    sort(spare, values, middle, to);
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeRight = left >= middle || (right < to && isLess(spare[right], spare[left]));
      values[i] = takeRight ? spare[right++] : spare[left++];
    }
  }

  private boolean isLess(LuaValue a, LuaValue b) {
    budget.step(1);
    if (!less.isnil()) {
      return less.call(a, b).toboolean();
    }
    if (a.isnil() || b.isnil()) {
      throw new LuaError("attempt to compare %s with %s".formatted(a.typename(), b.typename()));
    }
    return a.lt_b(b);
  }
}
