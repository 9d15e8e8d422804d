package org.llmspell.lua;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.script.ScriptTableView;
import org.llmspell.lua.lib.Args;
import org.llmspell.lua.lib.Text;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Shows a table to a global that wants to see it as it is. */
final class TableView implements ScriptTableView {
  private final LuaTable table;
  private final Meter meter;

  private TableView(LuaTable table, Meter meter) {
    this.table = table;
    this.meter = meter;
  }

  /** Any value in the form in which views show it. */
  static @Nullable Object of(LuaValue value, Meter meter) {
    meter.step(1);
    return switch (value) {
      case LuaNumber number -> number(number.todouble());
      case LuaString text ->
          new String(text.m_bytes, text.m_offset, text.m_length, StandardCharsets.UTF_8);
      case LuaTable inner -> new TableView(inner, meter);
      default ->
          switch (value.type()) {
            case LuaValue.TNIL -> null;
            case LuaValue.TBOOLEAN -> value.toboolean();
            default -> new Opaque(value.typename(), Text.address(value));
          };
    };
  }

  private static Object number(double number) {
    if (Args.isWhole(number)) {
      return (long) number;
    }
    return number;
  }

  @Override
  public long length() {
    return table.rawlen();
  }

  @Override
  public List<Entry> entries(int limit) {
    List<Entry> entries = new ArrayList<>();
    Varargs entry = table.next(LuaValue.NIL);
    while (!entry.arg1().isnil() && entries.size() < limit) {
      Object key = of(entry.arg1(), meter);
      if (key != null) {
        entries.add(new Entry(key, of(entry.arg(2), meter)));
      }
      entry = table.next(entry.arg1());
    }
    return entries;
  }

  @Override
  public String address() {
    return Text.address(table);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TableView view && view.table == table;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(table);
  }
}
