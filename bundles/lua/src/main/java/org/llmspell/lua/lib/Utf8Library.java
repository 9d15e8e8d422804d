package org.llmspell.lua.lib;

import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library {@code utf8}. */
public final class Utf8Library {
  private static final long MAX_CODE = 0x7FFFFFFFL;
  private static final int MAX_RESULTS = 100_000;

  private final Budget budget;

  private Utf8Library(Budget budget) {
    this.budget = budget;
  }

  /** The library as a table. */
  public static LuaTable create(Budget budget) {
    var library = new Utf8Library(budget);
    var table = new LuaTable();
    table.set(
        "charpattern",
        LuaString.valueUsing(
            new byte[] {
              '[',
              0,
              '-',
              0x7F,
              (byte) 0xC2,
              '-',
              (byte) 0xFD,
              ']',
              '[',
              (byte) 0x80,
              '-',
              (byte) 0xBF,
              ']',
              '*'
            }));
    Native.add(table, "char", library::chars);
    Native.add(table, "codepoint", library::codePoint);
    Native.add(table, "len", library::length);
    Native.add(table, "offset", library::offset);
    Native.add(table, "codes", library::codes);
    return table;
  }

  /** Decoded code and the offset behind it. */
  private record Decoded(long code, int end) {}

  private Varargs chars(Args args) {
    var out = new Bytes(budget);
    for (int i = 1; i <= args.count(); i++) {
      long code = args.integer(i);
      if (code < 0 || code > MAX_CODE) {
        throw args.bad(i, "value out of range");
      }
      encode(out, code);
    }
    return out.toLuaString();
  }

  private static void encode(Bytes out, long code) {
    if (code < 0x80) {
      out.append((int) code);
      return;
    }
    int more =
        code < 0x800 ? 1 : code < 0x10000 ? 2 : code < 0x200000 ? 3 : code < 0x4000000 ? 4 : 5;
    out.append((int) (0xFF << (7 - more) & 0xFF | code >> (6 * more)));
    for (int i = more - 1; i >= 0; i--) {
      out.append((int) (0x80 | code >> (6 * i) & 0x3F));
    }
  }

  /** Decodes the code at an offset; its end is -1 when the bytes are no valid UTF-8. */
  private static Decoded decode(LuaString text, int at, boolean lax) {
    int first = text.luaByte(at);
    if (first < 0x80) {
      return new Decoded(first, at + 1);
    }
    int more = Integer.numberOfLeadingZeros(~(first << 24)) - 1;
    if (more < 1 || more > 5 || at + more >= text.length()) {
      return new Decoded(0, -1);
    }
    long code = first & (0x3F >> more);
    for (int i = 1; i <= more; i++) {
      if (!isContinuation(text, at + i)) {
        return new Decoded(0, -1);
      }
      code = code << 6 | text.luaByte(at + i) & 0x3F;
    }
    long smallest = more == 1 ? 0x80 : 1L << (5 * more + 1);
    boolean valid = code >= smallest && code <= MAX_CODE;
    boolean strict = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    return valid && (lax || strict) ? new Decoded(code, at + more + 1) : new Decoded(0, -1);
  }

  private static long position(long position, int length) {
    return position >= 0 ? position : position < -length ? 0 : length + position + 1;
  }

  private Varargs codePoint(Args args) {
    LuaString text = args.string(1);
    long from = position(args.integer(2, 1), text.length());
    long to = position(args.integer(3, from), text.length());
    boolean lax = args.get(4).toboolean();
    if (from < 1) {
      throw args.bad(2, "out of bounds");
    }
    if (to > text.length()) {
      throw args.bad(3, "out of bounds");
    }
    if (from > to) {
      return LuaValue.NONE;
    }
    if (to - from >= MAX_RESULTS) {
      throw new LuaError("string slice too long");
    }
    List<LuaValue> codes = new ArrayList<>();
    int at = (int) from - 1;
    while (at < to) {
      Decoded decoded = decode(text, at, lax);
      if (decoded.end < 0) {
        throw new LuaError("invalid UTF-8 code");
      }
      codes.add(Args.whole(decoded.code));
      at = decoded.end;
    }
    return LuaValue.varargsOf(codes.toArray(LuaValue[]::new));
  }

  private Varargs length(Args args) {
    LuaString text = args.string(1);
    long from = position(args.integer(2, 1), text.length());
    long to = position(args.integer(3, -1), text.length());
    boolean lax = args.get(4).toboolean();
    if (from < 1 || from > text.length() + 1L) {
      throw args.bad(2, "initial position out of bounds");
    }
    if (to > text.length()) {
      throw args.bad(3, "final position out of bounds");
    }
    long count = 0;
    int at = (int) from - 1;
    while (at < to) {
      Decoded decoded = decode(text, at, lax);
      if (decoded.end < 0) {
        return LuaValue.varargsOf(LuaValue.NIL, Args.whole(at + 1L));
      }
      at = decoded.end;
      count++;
      if ((count & 0xFF) == 0) {
        budget.step(256);
      }
    }
    return Args.whole(count);
  }

  private Varargs offset(Args args) {
    LuaString text = args.string(1);
    long n = args.integer(2);
    long start = position(args.integer(3, n > 0 ? 1 : text.length() + 1L), text.length());
    if (start < 1 || start > text.length() + 1L) {
      throw args.bad(3, "position out of bounds");
    }
    long at = start - 1;
    if (n == 0) {
      while (at > 0 && isContinuation(text, at)) {
        at--;
      }
      return Args.whole(at + 1);
    }
    if (isContinuation(text, at)) {
      throw new LuaError("initial position is a continuation byte");
    }
    long left = n;
    if (n < 0) {
      while (left < 0 && at > 0) {
        do {
          at--;
        } while (at > 0 && isContinuation(text, at));
        left++;
      }
    } else {
      left--;
      while (left > 0 && at < text.length()) {
        do {
          at++;
        } while (isContinuation(text, at));
        left--;
      }
    }
    budget.step(Math.abs(at - start) / 16);
    return left == 0 ? Args.whole(at + 1) : LuaValue.NIL;
  }

  private Varargs codes(Args args) {
    LuaString text = args.string(1);
    boolean lax = args.get(2).toboolean();
    LuaValue iterator = Native.of("for iterator", step -> nextCode(text, step, lax));
    return LuaValue.varargsOf(iterator, text, LuaValue.ZERO);
  }

  private static Varargs nextCode(LuaString text, Args step, boolean lax) {
    long at = step.integer(2);
    while (isContinuation(text, at)) {
      at++;
    }
    if (at >= text.length()) {
      return LuaValue.NONE;
    }
    Decoded decoded = decode(text, (int) at, lax);
    if (decoded.end < 0 || isContinuation(text, decoded.end)) {
      throw new LuaError("invalid UTF-8 code");
    }
    return LuaValue.varargsOf(Args.whole(at + 1), Args.whole(decoded.code));
  }

  private static boolean isContinuation(LuaString text, long at) {
    return at < text.length() && (text.luaByte((int) at) & 0xC0) == 0x80;
  }
}
