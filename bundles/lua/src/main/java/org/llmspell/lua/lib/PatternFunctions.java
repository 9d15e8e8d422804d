package org.llmspell.lua.lib;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The functions of {@code string} that take patterns. */
final class PatternFunctions {
  private final Budget budget;

  PatternFunctions(Budget budget) {
    this.budget = budget;
  }

  void addTo(LuaTable table) {
    Native.add(table, "find", args -> find(args, true));
    Native.add(table, "match", args -> find(args, false));
    Native.add(table, "gmatch", this::gmatch);
    Native.add(table, "gsub", this::gsub);
  }

  private static boolean isAnchored(LuaString pattern) {
    return pattern.length() > 0 && pattern.luaByte(0) == '^';
  }

  private static boolean isPlain(LuaString pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if ("^$*+?.([%-".indexOf(pattern.luaByte(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  private Varargs find(Args args, boolean positions) {
    LuaString subject = args.string(1);
    LuaString pattern = args.string(2);
    long init = StringLibrary.startOffset(args.integer(3, 1), subject.length());
    if (init > subject.length()) {
      return LuaValue.NIL;
    }
    if (positions && (args.get(4).toboolean() || isPlain(pattern))) {
      budget.step(subject.length() / 16);
      int at = subject.indexOf(pattern, (int) init);
      return at < 0
          ? LuaValue.NIL
          : LuaValue.varargsOf(Args.whole(at + 1L), Args.whole((long) at + pattern.length()));
    }
    boolean anchored = isAnchored(pattern);
    var matcher = new LuaPattern(subject, pattern, budget);
    for (int s = (int) init; s <= subject.length(); s++) {
      int end = matcher.matchAt(s, anchored ? 1 : 0);
      if (end >= 0) {
        return positions
            ? LuaValue.varargsOf(
                Args.whole(s + 1L), Args.whole(end), matcher.captures(s, end, false))
            : matcher.captures(s, end, true);
      }
      if (anchored) {
        break;
      }
    }
    return LuaValue.NIL;
  }

  private Varargs gmatch(Args args) {
    LuaString subject = args.string(1);
    LuaString pattern = args.string(2);
    long init = StringLibrary.startOffset(args.integer(3, 1), subject.length());
    return Native.of("for iterator", new Matches(subject, pattern, init, budget)::next);
  }

  /** The iterator of gmatch. */
  private static final class Matches {
    private final LuaString subject;
    private final LuaPattern matcher;
    private long from;
    private long lastEnd = -1;

    Matches(LuaString subject, LuaString pattern, long init, Budget budget) {
      this.subject = subject;
      this.matcher = new LuaPattern(subject, pattern, budget);
      this.from = init;
    }

    Varargs next(Args ignored) {
      for (; from <= subject.length(); from++) {
        int end = matcher.matchAt((int) from, 0);
        if (end >= 0 && end != lastEnd) {
          int start = (int) from;
          from = end;
          lastEnd = end;
          return matcher.captures(start, end, true);
        }
      }
      return LuaValue.NIL;
    }
  }

  private Varargs gsub(Args args) {
    LuaString subject = args.string(1);
    LuaString pattern = args.string(2);
    LuaValue replacement = args.get(3);
    if (!(replacement instanceof LuaString
        || replacement instanceof LuaNumber
        || replacement instanceof LuaTable
        || replacement instanceof LuaFunction)) {
      throw args.wrongType(3, "string/function/table");
    }
    long max = args.integer(4, subject.length() + 1L);
    boolean anchored = isAnchored(pattern);
    var matcher = new LuaPattern(subject, pattern, budget);
    var out = new Bytes(budget);
    int s = 0;
    int count = 0;
    while (count < max) {
      int end = matcher.matchAt(s, anchored ? 1 : 0);
      if (end >= 0) {
        count++;
        appendReplacement(out, matcher, replacement, subject, s, end);
      }
      if (end > s) {
        s = end;
      } else if (s < subject.length()) {
        out.append(subject.luaByte(s++));
      } else {
        break;
      }
      if (anchored) {
        break;
      }
    }
    if (s < subject.length()) {
      out.append(subject, s, subject.length() - s);
    }
    return LuaValue.varargsOf(out.toLuaString(), LuaValue.valueOf(count));
  }

  private void appendReplacement(
      Bytes out, LuaPattern matcher, LuaValue replacement, LuaString subject, int s, int end) {
    LuaValue value =
        switch (replacement) {
          case LuaFunction function -> function.invoke(matcher.captures(s, end, true)).arg1();
          case LuaTable table -> table.get(matcher.capture(0, s, end));
          default -> null;
        };
    if (value == null) {
      appendTemplate(out, matcher, replacement.strvalue(), s, end);
    } else if (!value.toboolean()) {
      out.append(subject, s, end - s);
    } else if (value instanceof LuaString || value instanceof LuaNumber) {
      out.append(value.strvalue());
    } else {
      throw new LuaError("invalid replacement value (a %s)".formatted(value.typename()));
    }
  }

  private static void appendTemplate(
      Bytes out, LuaPattern matcher, LuaString template, int s, int end) {
    for (int i = 0; i < template.length(); i++) {
      int c = template.luaByte(i);
      if (c != '%') {
        out.append(c);
        continue;
      }
      int next = ++i < template.length() ? template.luaByte(i) : -1;
      if (next == '%') {
        out.append('%');
      } else if (next == '0') {
        out.append(matcher.whole(s, end));
      } else if (next >= '1' && next <= '9') {
        out.append(matcher.capture(next - '1', s, end).strvalue());
      } else {
        throw new LuaError("invalid use of '%' in replacement string");
      }
    }
  }
}
