package org.llmspell.lua.lib;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The function {@code string.format}. */
final class FormatFunction {
  private static final double TWO_63 = 9.223372036854775807E18;

  private final Budget budget;

  FormatFunction(Budget budget) {
    this.budget = budget;
  }

  void addTo(LuaTable table) {
    Native.add(table, "format", this::format);
  }

  private Varargs format(Args args) {
    LuaString template = args.string(1);
    // One char for each byte, so that indexes are byte indexes.
    String format = latin(template);
    var out = new Bytes(budget);
    int argument = 1;
    int i = 0;
    while (i < format.length()) {
      char c = format.charAt(i++);
      if (c != '%') {
        out.append(c);
      } else if (i < format.length() && format.charAt(i) == '%') {
        out.append('%');
        i++;
      } else {
        FormatSpec spec = FormatSpec.parse(format, i);
        convert(out, args, ++argument, spec, format.substring(i, spec.end()));
        i = spec.end();
      }
    }
    return out.toLuaString();
  }

  private static String latin(LuaString text) {
    var chars = new char[text.length()];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) text.luaByte(i);
    }
    return new String(chars);
  }

  private void convert(Bytes out, Args args, int index, FormatSpec spec, String source) {
    if (index > args.count()) {
      throw args.bad(index, "no value");
    }
    switch (spec.conversion()) {
      case 'd', 'i' -> out.append(spec.integer(whole(args, index)));
      case 'u', 'x', 'X', 'o' -> out.append(spec.unsigned(whole(args, index)));
      case 'c' -> pad(out, spec, LuaString.valueUsing(new byte[] {(byte) whole(args, index)}));
      case 'e', 'E', 'f', 'F', 'g', 'G', 'a', 'A' -> out.append(spec.floating(args.number(index)));
      case 's' -> {
        LuaString text = Text.of(args.any(index));
        boolean cut = spec.precision() >= 0 && spec.precision() < text.length();
        pad(out, spec, cut ? text.substring(0, spec.precision()) : text);
      }
      case 'q' -> quote(out, args, index);
      case 'p' -> pad(out, spec, LuaString.valueOf(Text.address(args.get(index))));
      default -> throw new LuaError("invalid conversion '%%%s' to 'format'".formatted(source));
    }
  }

  private static long whole(Args args, int index) {
    double number = args.number(index);
    if (number != Math.rint(number) || Math.abs(number) > TWO_63) {
      throw args.bad(index, "number has no integer representation");
    }
    return (long) number;
  }

  private static void pad(Bytes out, FormatSpec spec, LuaString text) {
    int padding = spec.padding(text.length());
    out.blanks(Math.max(0, padding)).append(text).blanks(Math.max(0, -padding));
  }

  private static void quote(Bytes out, Args args, int index) {
    LuaValue value = args.get(index);
    if (value instanceof LuaNumber || value.isnil() || value.isboolean()) {
      out.append(Text.of(value));
      return;
    }
    if (!(value instanceof LuaString text)) {
      throw args.bad(index, "value has no literal form");
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      int c = text.luaByte(i);
      boolean digitNext = i + 1 < text.length() && Character.isDigit(text.luaByte(i + 1));
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\\n");
        case '\r' -> out.append("\\r");
        case 0 -> out.append(digitNext ? "\\000" : "\\0");
        default -> {
          if (c < 32 || c == 127) {
            out.append(digitNext ? "\\%03d".formatted(c) : "\\" + c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
