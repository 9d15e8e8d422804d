package org.llmspell.lua.lib;

import org.luaj.vm2.LuaError;

/** Reads the options of a format of {@code string.pack} one after the other. */
final class PackFormat {

  /** What an option stands for. */
  enum Kind {
    INTEGER,
    FLOAT,
    DOUBLE,
    FIXED,
    COUNTED,
    ZERO,
    PADDING,
    ALIGN
  }

  private static final int NATIVE_ALIGN = 8;

  private final String format;
  private int at;
  private boolean little = true;
  private int maxAlign = 1;
  private Kind kind = Kind.ALIGN;
  private int size;
  private boolean signed;
  private int alignment = 1;

  PackFormat(String format) {
    this.format = format;
  }

  /** Goes to the next option that reads or writes something. Returns false at the end. */
  boolean next() {
    while (at < format.length()) {
      char c = format.charAt(at++);
      switch (c) {
        case '<', '=' -> little = true;
        case '>' -> little = false;
        case '!' -> maxAlign = number(NATIVE_ALIGN, 1, 16);
        case ' ' -> {}
        default -> {
          option(c);
          return true;
        }
      }
    }
    return false;
  }

  private void option(char c) {
    alignment = 1;
    switch (c) {
      case 'b', 'B' -> integer(1, c == 'b');
      case 'h', 'H' -> integer(2, c == 'h');
      case 'i', 'I' -> integer(number(4, 1, 16), c == 'i');
      case 'l', 'j', 'L', 'J', 'T' -> integer(8, c == 'l' || c == 'j');
      case 'f' -> set(Kind.FLOAT, 4, 4);
      case 'd', 'n' -> set(Kind.DOUBLE, 8, 8);
      case 's' -> {
        int width = number(8, 1, 16);
        set(Kind.COUNTED, width, width);
      }
      case 'z' -> set(Kind.ZERO, 0, 1);
      case 'x' -> set(Kind.PADDING, 1, 1);
      case 'c' -> {
        int width = number(-1, 0, Integer.MAX_VALUE - 16);
        if (width < 0) {
          throw new LuaError("missing size for format option 'c'");
        }
        set(Kind.FIXED, width, 1);
      }
      case 'X' -> align();
      default -> throw new LuaError("invalid format option '%c'".formatted(c));
    }
  }

  private void align() {
    if (at >= format.length() || " <>=!".indexOf(format.charAt(at)) >= 0) {
      throw new LuaError("invalid next option for option 'X'");
    }
    option(format.charAt(at++));
    if (kind == Kind.FIXED || alignment <= 0) {
      throw new LuaError("invalid next option for option 'X'");
    }
    kind = Kind.ALIGN;
    size = 0;
  }

  private void integer(int width, boolean isSigned) {
    signed = isSigned;
    set(Kind.INTEGER, width, width);
  }

  private void set(Kind newKind, int newSize, int newAlignment) {
    kind = newKind;
    size = newSize;
    alignment = newAlignment;
  }

  private int number(int byDefault, int min, int max) {
    if (at >= format.length() || !Character.isDigit(format.charAt(at))) {
      return byDefault;
    }
    long value = 0;
    while (at < format.length() && Character.isDigit(format.charAt(at)) && value <= max) {
      value = value * 10 + format.charAt(at++) - '0';
    }
    if (value < min || value > max) {
      throw new LuaError("integral size (%d) out of limits [%d,%d]".formatted(value, min, max));
    }
    return (int) value;
  }

  Kind kind() {
    return kind;
  }

  int size() {
    return size;
  }

  boolean signed() {
    return signed;
  }

  boolean little() {
    return little;
  }

  /** How many bytes go before the option so that it is aligned. */
  int padding(int offset) {
    int align = Math.min(alignment, maxAlign);
    if (align <= 1) {
      return 0;
    }
    if (Integer.bitCount(align) != 1) {
      throw new LuaError("format asks for alignment not power of 2");
    }
    return -offset & (align - 1);
  }
}
