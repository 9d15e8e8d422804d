package org.llmspell.lua.lib;

import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The functions {@code string.pack}, {@code packsize} and {@code unpack}. */
final class PackFunctions {
  private final Budget budget;

  PackFunctions(Budget budget) {
    this.budget = budget;
  }

  void addTo(LuaTable table) {
    Native.add(table, "pack", this::pack);
    Native.add(table, "packsize", this::packSize);
    Native.add(table, "unpack", this::unpack);
  }

  private Varargs pack(Args args) {
    var format = new PackFormat(args.string(1).tojstring());
    var out = new Bytes(budget);
    int argument = 1;
    while (format.next()) {
      for (int i = format.padding(out.length()); i > 0; i--) {
        out.append(0);
      }
      switch (format.kind()) {
        case INTEGER -> writeInteger(out, args, ++argument, format);
        case FLOAT ->
            write(out, Float.floatToIntBits((float) args.number(++argument)), 4, format.little());
        case DOUBLE ->
            write(out, Double.doubleToLongBits(args.number(++argument)), 8, format.little());
        case FIXED -> {
          LuaString text = args.string(++argument);
          if (text.length() > format.size()) {
            throw args.bad(argument, "string longer than given size");
          }
          out.append(text);
          for (int i = text.length(); i < format.size(); i++) {
            out.append(0);
          }
        }
        case COUNTED -> {
          LuaString text = args.string(++argument);
          write(out, text.length(), format.size(), format.little());
          out.append(text);
        }
        case ZERO -> {
          LuaString text = args.string(++argument);
          if (text.indexOf((byte) 0, 0) >= 0) {
            throw args.bad(argument, "string contains zeros");
          }
          out.append(text).append(0);
        }
        case PADDING -> out.append(0);
        case ALIGN -> {}
      }
    }
    return out.toLuaString();
  }

  private static void writeInteger(Bytes out, Args args, int index, PackFormat format) {
    long value = args.integer(index);
    int bits = format.size() * 8;
    if (bits < 64) {
      boolean fits =
          format.signed()
              ? value >= -(1L << (bits - 1)) && value < 1L << (bits - 1)
              : value >>> bits == 0;
      if (!fits) {
        throw args.bad(index, format.signed() ? "integer overflow" : "unsigned overflow");
      }
    }
    write(out, value, format.size(), format.little());
  }

  private static void write(Bytes out, long value, int size, boolean little) {
    for (int i = 0; i < size; i++) {
      int shift = little ? i : size - 1 - i;
      out.append((int) (shift >= 8 ? value >> 63 : value >> (8 * shift)) & 0xFF);
    }
  }

  private LuaValue packSize(Args args) {
    var format = new PackFormat(args.string(1).tojstring());
    long size = 0;
    while (format.next()) {
      size += format.padding((int) size);
      switch (format.kind()) {
        case COUNTED, ZERO -> throw args.bad(1, "variable-length format");
        case ALIGN -> {}
        default -> size += format.size();
      }
      if (size > Integer.MAX_VALUE) {
        throw args.bad(1, "format result too large");
      }
    }
    return Args.whole(size);
  }

  private Varargs unpack(Args args) {
    var format = new PackFormat(args.string(1).tojstring());
    LuaString data = args.string(2);
    long start = StringLibrary.startOffset(args.integer(3, 1), data.length());
    if (start > data.length()) {
      throw args.bad(3, "initial position out of string");
    }
    int at = (int) start;
    List<LuaValue> values = new ArrayList<>();
    while (format.next()) {
      budget.step(1);
      at += format.padding(at);
      int size =
          switch (format.kind()) {
            case ZERO, ALIGN -> 0;
            default -> format.size();
          };
      if (size < 0 || at + size > data.length()) {
        throw args.bad(2, "data string too short");
      }
      switch (format.kind()) {
        case INTEGER -> values.add(Args.number(integer(data, at, format)));
        case FLOAT ->
            values.add(
                LuaValue.valueOf(
                    (double) Float.intBitsToFloat((int) read(data, at, 4, format.little()))));
        case DOUBLE ->
            values.add(Args.number(Double.longBitsToDouble(read(data, at, 8, format.little()))));
        case FIXED -> values.add(data.substring(at, at + size));
        case COUNTED -> {
          long length = read(data, at, size, format.little());
          if (length < 0 || length > data.length() - at - size) {
            throw args.bad(2, "data string too short");
          }
          values.add(data.substring(at + size, at + size + (int) length));
          at += (int) length;
        }
        case ZERO -> {
          int end = data.indexOf((byte) 0, at);
          if (end < 0) {
            throw args.bad(2, "unfinished string for format 'z'");
          }
          values.add(data.substring(at, end));
          at = end + 1;
        }
        case PADDING, ALIGN -> {}
      }
      at += size;
    }
    values.add(Args.whole(at + 1L));
    return LuaValue.varargsOf(values.toArray(LuaValue[]::new));
  }

  private static double integer(LuaString data, int at, PackFormat format) {
    long value = read(data, at, format.size(), format.little());
    int bits = format.size() * 8;
    if (bits < 64) {
      if (format.signed() && value >> (bits - 1) != 0) {
        value -= 1L << bits;
      }
    }
    return (double) value;
  }

  private static long read(LuaString data, int at, int size, boolean little) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      int shift = little ? i : size - 1 - i;
      int b = data.luaByte(at + i);
      if (shift < 8) {
        value |= (long) b << (8 * shift);
      } else if (b != 0 && b != 0xFF) {
        throw new LuaError("%d-byte integer does not fit into Lua Integer".formatted(size));
      }
    }
    return value;
  }
}
