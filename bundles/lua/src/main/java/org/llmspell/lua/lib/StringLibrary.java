package org.llmspell.lua.lib;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The library {@code string}, but for patterns, formats and packing, which have files of their own.
 */
public final class StringLibrary {
  private static final int MAX_RESULTS = 100_000;

  private final Budget budget;

  private StringLibrary(Budget budget) {
    this.budget = budget;
  }

  /** The library as a table. */
  public static LuaTable create(Budget budget) {
    var library = new StringLibrary(budget);
    var table = new LuaTable();
    Native.add(table, "byte", library::bytes);
    Native.add(table, "char", library::chars);
    Native.add(table, "len", args -> LuaValue.valueOf(args.string(1).length()));
    Native.add(table, "lower", args -> library.map(args, 'A', 'Z', 32));
    Native.add(table, "upper", args -> library.map(args, 'a', 'z', -32));
    Native.add(table, "rep", library::repeat);
    Native.add(table, "reverse", library::reverse);
    Native.add(table, "sub", library::sub);
    new PatternFunctions(budget).addTo(table);
    new FormatFunction(budget).addTo(table);
    new PackFunctions(budget).addTo(table);
    return table;
  }

  /** A start position as an offset from 0, in Lua's way of counting. */
  static long startOffset(long position, long length) {
    if (position > 0) {
      return position - 1;
    }
    return position == 0 ? 0 : Math.max(0, length + position);
  }

  /** An end position as an offset behind the last byte. */
  static long endOffset(long position, long length) {
    if (position > length) {
      return length;
    }
    return position >= 0 ? position : Math.max(0, length + position + 1);
  }

  private Varargs bytes(Args args) {
    LuaString text = args.string(1);
    long first = args.integer(2, 1);
    long from = startOffset(first, text.length());
    long to = endOffset(args.integer(3, first), text.length());
    if (to - from > MAX_RESULTS) {
      throw args.bad(3, "string slice too long");
    }
    if (to <= from) {
      return LuaValue.NONE;
    }
    LuaValue[] values = new LuaValue[(int) (to - from)];
    for (int i = 0; i < values.length; i++) {
      values[i] = LuaValue.valueOf(text.luaByte((int) from + i));
    }
    return LuaValue.varargsOf(values);
  }

  private Varargs chars(Args args) {
    byte[] bytes = new byte[args.count()];
    for (int i = 0; i < bytes.length; i++) {
      long code = args.integer(i + 1);
      if (code < 0 || code > 255) {
        throw args.bad(i + 1, "value out of range");
      }
      bytes[i] = (byte) code;
    }
    return LuaString.valueUsing(bytes);
  }

  private LuaValue map(Args args, int from, int to, int change) {
    LuaString text = args.string(1);
    byte[] bytes = copy(text);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] >= from && bytes[i] <= to) {
        bytes[i] += (byte) change;
      }
    }
    return LuaString.valueUsing(bytes);
  }

  private byte[] copy(LuaString text) {
    budget.allocate(text.length());
    budget.step(text.length() / 16);
    byte[] bytes = new byte[text.length()];
    text.copyInto(0, bytes, 0, bytes.length);
    return bytes;
  }

  private LuaValue reverse(Args args) {
    byte[] bytes = copy(args.string(1));
    for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
      byte b = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = b;
    }
    return LuaString.valueUsing(bytes);
  }

  private LuaValue repeat(Args args) {
    LuaString text = args.string(1);
    long times = args.integer(2);
    LuaString separator = args.string(3, LuaValue.EMPTYSTRING);
    if (times <= 0) {
      return LuaValue.EMPTYSTRING;
    }
    double size = (double) times * text.length() + (double) (times - 1) * separator.length();
    budget.allocate((long) Math.min(size, Long.MAX_VALUE));
    if (size > Integer.MAX_VALUE - 16) {
      throw args.bad(2, "resulting string too large");
    }
    byte[] bytes = new byte[(int) size];
    int at = 0;
    for (long i = 0; i < times && bytes.length > 0; i++) {
      if ((i & 0xFF) == 0) {
        budget.step(256);
      }
      text.copyInto(0, bytes, at, text.length());
      at += text.length();
      if (at < bytes.length) {
        separator.copyInto(0, bytes, at, separator.length());
        at += separator.length();
      }
    }
    return LuaString.valueUsing(bytes);
  }

  private LuaValue sub(Args args) {
    LuaString text = args.string(1);
    long from = startOffset(args.integer(2, 1), text.length());
    long to = endOffset(args.integer(3, -1), text.length());
    return to <= from ? LuaValue.EMPTYSTRING : text.substring((int) from, (int) to);
  }
}
