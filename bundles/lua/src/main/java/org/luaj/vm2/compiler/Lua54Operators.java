package org.luaj.vm2.compiler;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongBinaryOperator;
import org.llmspell.lua.lib.Args;
import org.llmspell.lua.lib.Numerals;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.OneArgFunction;
import org.luaj.vm2.lib.TwoArgFunction;

/** What the operators do that Lua 5.3 added. They keep nothing, so all scripts share them. */
final class Lua54Operators {
  private static final double TWO_63 = 0x1p63;

  private Lua54Operators() {}

  /** An operator with two operands. */
  abstract static class Binary extends TwoArgFunction {
    static final Binary NONE = new Bits("none", 0, (a, _) -> a);
    static final Binary IDIV = new FloorDivision();
    static final Binary AND = new Bits("band", 6, (a, b) -> a & b);
    static final Binary OR = new Bits("bor", 4, (a, b) -> a | b);
    static final Binary XOR = new Bits("bxor", 5, (a, b) -> a ^ b);
    static final Binary SHL = new Bits("shl", 7, Lua54Operators::shiftLeft);
    static final Binary SHR =
        new Bits("shr", 7, (a, b) -> shiftLeft(a, b == Long.MIN_VALUE ? 64 : -b));

    private final LuaString event;
    private final int priority;

    Binary(String event, int priority) {
      this.event = LuaString.valueOf("__" + event);
      this.priority = priority;
    }

    /** How tight it binds, on both sides. */
    int priority() {
      return priority;
    }

    /** Asks the metatables; nil when they have no answer. */
    final LuaValue handler(LuaValue a, LuaValue b) {
      LuaValue handler = a.metatag(event);
      return handler.isnil() ? b.metatag(event) : handler;
    }
  }

  private static final class FloorDivision extends Binary {
    FloorDivision() {
      super("idiv", 11);
    }

    @Override
    public LuaValue call(LuaValue a, LuaValue b) {
      LuaValue x = a instanceof LuaNumber ? a : number(a);
      LuaValue y = b instanceof LuaNumber ? b : number(b);
      if (x.isnil() || y.isnil()) {
        LuaValue handler = handler(a, b);
        if (!handler.isnil()) {
          return handler.call(a, b);
        }
        throw new LuaError(
            "attempt to perform arithmetic on a %s value"
                .formatted((x.isnil() ? a : b).typename()));
      }
      if (x.isint() && y.isint() && y.toint() != 0) {
        return LuaValue.valueOf((double) Math.floorDiv((long) x.toint(), (long) y.toint()));
      }
      return divide(x.todouble(), y.todouble());
    }

    /** The engine does not tell 1.0 from 1, so both divided by zero are the error that 1 is. */
    private static LuaValue divide(double x, double y) {
      if (y == 0 && Args.isWhole(x)) {
        throw new LuaError("attempt to perform 'n//0'");
      }
      return Args.number(Math.floor(x / y));
    }

    /** Text counts as a number, here too. */
    private static LuaValue number(LuaValue value) {
      return value instanceof LuaString text ? Numerals.parse(text) : LuaValue.NIL;
    }
  }

  /** An operator on 64 bits. */
  private static final class Bits extends Binary {
    private final LongBinaryOperator work;

    Bits(String event, int priority, LongBinaryOperator work) {
      super(event, priority);
      this.work = work;
    }

    @Override
    public LuaValue call(LuaValue a, LuaValue b) {
      if (!isNumeric(a) || !isNumeric(b)) {
        LuaValue handler = handler(a, b);
        if (!handler.isnil()) {
          return handler.call(a, b);
        }
      }
      return Args.whole(work.applyAsLong(bits(a), bits(b)));
    }
  }

  /** The operator {@code ~} with one operand. */
  static final LuaValue NOT =
      new OneArgFunction() {
        @Override
        public LuaValue call(LuaValue a) {
          LuaValue handler = isNumeric(a) ? LuaValue.NIL : a.metatag(LuaString.valueOf("__bnot"));
          return handler.isnil() ? Args.whole(~bits(a)) : handler.call(a, a);
        }
      };

  private static boolean isNumeric(LuaValue value) {
    return value instanceof LuaNumber;
  }

  private static long bits(LuaValue value) {
    if (!(value instanceof LuaNumber)) {
      throw new LuaError(
          "attempt to perform bitwise operation on a %s value".formatted(value.typename()));
    }
    double whole = value.todouble();
    if (whole != Math.rint(whole) || Math.abs(whole) > TWO_63) {
      throw new LuaError("number has no integer representation");
    }
    return (long) whole;
  }

  private static long shiftLeft(long value, long count) {
    if (count <= -64 || count >= 64) {
      return 0;
    }
    return count >= 0 ? value << count : value >>> -count;
  }

  /** A number as source code writes it; nil when it is none. */
  static LuaValue numeral(String text) {
    return Numerals.parse(LuaString.valueOf(text.toLowerCase(Locale.ROOT)));
  }

  /** A code point of up to 31 bits in UTF-8, of up to six bytes. */
  static byte[] utf8(int code) {
    if (code < 0x80) {
      return new byte[] {(byte) code};
    }
    byte[] bytes = new byte[6];
    int at = bytes.length;
    int rest = code;
    int firstMax = 0x3F;
    while (rest > firstMax) {
      bytes[--at] = (byte) (0x80 | (rest & 0x3F));
      rest >>= 6;
      firstMax >>= 1;
    }
    bytes[--at] = (byte) ((~firstMax << 1) | rest);
    return Arrays.copyOfRange(bytes, at, bytes.length);
  }
}
