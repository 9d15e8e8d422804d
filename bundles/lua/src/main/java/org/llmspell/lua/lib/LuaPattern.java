package org.llmspell.lua.lib;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Matches one Lua 5.4 pattern against one subject, by backtracking on bytes. Every step is paid
 * for, so a pattern that explodes ends at the script's limit.
 */
final class LuaPattern {
  private static final int MAX_CAPTURES = 32;
  private static final int MAX_DEPTH = 200;
  private static final int UNCLOSED = -1;
  private static final int POSITION = -2;
  private static final int NO_MATCH = -1;

  private final LuaString subject;
  private final LuaString pattern;
  private final Budget budget;
  private final int patternEnd;
  private final int[] starts = new int[MAX_CAPTURES];
  private final int[] lengths = new int[MAX_CAPTURES];
  private int captures;
  private int depth;
  private int unpaid;

  LuaPattern(LuaString subject, LuaString pattern, Budget budget) {
    this.subject = subject;
    this.pattern = pattern;
    this.budget = budget;
    this.patternEnd = pattern.length();
  }

  /** The end of a match that starts exactly at {@code at}, or -1. */
  int matchAt(int at, int patternStart) {
    captures = 0;
    depth = 0;
    return match(at, patternStart);
  }

  private int match(int s, int p) {
    if (++depth > MAX_DEPTH) {
      throw new LuaError("pattern too complex");
    }
    try {
      return doMatch(s, p);
    } finally {
      depth--;
    }
  }

  private int doMatch(int start, int patternStart) {
    int s = start;
    int p = patternStart;
    while (p < patternEnd) {
      pay();
      int c = pattern.luaByte(p);
      if (c == '(') {
        boolean position = p + 1 < patternEnd && pattern.luaByte(p + 1) == ')';
        return position ? open(s, p + 2, POSITION) : open(s, p + 1, UNCLOSED);
      }
      if (c == ')') {
        return close(s, p + 1);
      }
      if (c == '$' && p + 1 == patternEnd) {
        return s == subject.length() ? s : NO_MATCH;
      }
      if (c == '%' && p + 1 < patternEnd) {
        int next = pattern.luaByte(p + 1);
        if (next == 'b') {
          s = balanced(s, p + 2);
          if (s == NO_MATCH) {
            return NO_MATCH;
          }
          p += 4;
          continue;
        }
        if (next == 'f') {
          p += 2;
          if (p >= patternEnd || pattern.luaByte(p) != '[') {
            throw new LuaError("missing '[' after '%f' in pattern");
          }
          int end = classEnd(p);
          int before = s == 0 ? 0 : subject.luaByte(s - 1);
          int now = s < subject.length() ? subject.luaByte(s) : 0;
          if (inSet(before, p, end - 1) || !inSet(now, p, end - 1)) {
            return NO_MATCH;
          }
          p = end;
          continue;
        }
        if (Character.isDigit(next)) {
          s = backReference(s, next);
          if (s == NO_MATCH) {
            return NO_MATCH;
          }
          p += 2;
          continue;
        }
      }
      int end = classEnd(p);
      int suffix = end < patternEnd ? pattern.luaByte(end) : 0;
      switch (suffix) {
        case '?' -> {
          if (single(s, p, end)) {
            int result = match(s + 1, end + 1);
            if (result != NO_MATCH) {
              return result;
            }
          }
          p = end + 1;
        }
        case '+' -> {
          return single(s, p, end) ? longest(s + 1, p, end) : NO_MATCH;
        }
        case '*' -> {
          return longest(s, p, end);
        }
        case '-' -> {
          return shortest(s, p, end);
        }
        default -> {
          if (!single(s, p, end)) {
            return NO_MATCH;
          }
          s++;
          p = end;
        }
      }
    }
    return s;
  }

  private void pay() {
    if (++unpaid == 256) {
      unpaid = 0;
      budget.step(256);
    }
  }

  private int longest(int s, int p, int end) {
    int count = 0;
    while (single(s + count, p, end)) {
      count++;
      pay();
    }
    for (; count >= 0; count--) {
      pay();
      int result = match(s + count, end + 1);
      if (result != NO_MATCH) {
        return result;
      }
    }
    return NO_MATCH;
  }

  private int shortest(int start, int p, int end) {
    int s = start;
    while (true) {
      pay();
      int result = match(s, end + 1);
      if (result != NO_MATCH) {
        return result;
      }
      if (!single(s, p, end)) {
        return NO_MATCH;
      }
      s++;
    }
  }

  private int open(int s, int p, int kind) {
    if (captures >= MAX_CAPTURES) {
      throw new LuaError("too many captures");
    }
    starts[captures] = s;
    lengths[captures] = kind;
    captures++;
    int result = match(s, p);
    if (result == NO_MATCH) {
      captures--;
    }
    return result;
  }

  private int close(int s, int p) {
    int capture = captures - 1;
    while (capture >= 0 && lengths[capture] != UNCLOSED) {
      capture--;
    }
    if (capture < 0) {
      throw new LuaError("invalid pattern capture");
    }
    lengths[capture] = s - starts[capture];
    int result = match(s, p);
    if (result == NO_MATCH) {
      lengths[capture] = UNCLOSED;
    }
    return result;
  }

  private int balanced(int s, int p) {
    if (p + 1 >= patternEnd) {
      throw new LuaError("malformed pattern (missing arguments to '%b')");
    }
    if (s >= subject.length() || subject.luaByte(s) != pattern.luaByte(p)) {
      return NO_MATCH;
    }
    int opening = pattern.luaByte(p);
    int closing = pattern.luaByte(p + 1);
    int level = 1;
    for (int i = s + 1; i < subject.length(); i++) {
      pay();
      int c = subject.luaByte(i);
      if (c == closing) {
        if (--level == 0) {
          return i + 1;
        }
      } else if (c == opening) {
        level++;
      }
    }
    return NO_MATCH;
  }

  private int backReference(int s, int digit) {
    int capture = digit - '1';
    if (capture < 0 || capture >= captures || lengths[capture] == UNCLOSED) {
      throw new LuaError("invalid capture index %" + (capture + 1));
    }
    int length = lengths[capture] == POSITION ? 0 : lengths[capture];
    if (subject.length() - s < length) {
      return NO_MATCH;
    }
    for (int i = 0; i < length; i++) {
      if (subject.luaByte(starts[capture] + i) != subject.luaByte(s + i)) {
        return NO_MATCH;
      }
    }
    return s + length;
  }

  /** The index behind the single-character class that starts at {@code p}. */
  private int classEnd(int start) {
    int p = start;
    int c = pattern.luaByte(p++);
    if (c == '%') {
      if (p >= patternEnd) {
        throw new LuaError("malformed pattern (ends with '%')");
      }
      return p + 1;
    }
    if (c != '[') {
      return p;
    }
    if (p < patternEnd && pattern.luaByte(p) == '^') {
      p++;
    }
    do {
      if (p >= patternEnd) {
        throw new LuaError("malformed pattern (missing ']')");
      }
      if (pattern.luaByte(p++) == '%') {
        p++;
      }
    } while (p >= patternEnd || pattern.luaByte(p) != ']');
    return p + 1;
  }

  private boolean single(int s, int p, int end) {
    if (s >= subject.length()) {
      return false;
    }
    int c = subject.luaByte(s);
    return switch (pattern.luaByte(p)) {
      case '.' -> true;
      case '%' -> CharClass.matches(c, pattern.luaByte(p + 1));
      case '[' -> inSet(c, p, end - 1);
      default -> pattern.luaByte(p) == c;
    };
  }

  /** Whether a byte is in the set from {@code p} (the bracket) to {@code last} (its end). */
  private boolean inSet(int c, int start, int last) {
    int p = start + 1;
    boolean included = true;
    if (pattern.luaByte(p) == '^') {
      included = false;
      p++;
    }
    while (p < last) {
      int d = pattern.luaByte(p);
      if (d == '%') {
        if (CharClass.matches(c, pattern.luaByte(p + 1))) {
          return included;
        }
        p += 2;
      } else if (p + 2 < last && pattern.luaByte(p + 1) == '-') {
        if (d <= c && c <= pattern.luaByte(p + 2)) {
          return included;
        }
        p += 3;
      } else {
        if (d == c) {
          return included;
        }
        p++;
      }
    }
    return !included;
  }

  /** The whole match. */
  LuaString whole(int start, int end) {
    return subject.substring(start, end);
  }

  /** The capture of an index, or the whole match when there are no captures and it is 0. */
  LuaValue capture(int index, int start, int end) {
    if (index >= captures) {
      if (index != 0) {
        throw new LuaError("invalid capture index %" + (index + 1));
      }
      return subject.substring(start, end);
    }
    if (lengths[index] == UNCLOSED) {
      throw new LuaError("unfinished capture");
    }
    return lengths[index] == POSITION
        ? LuaValue.valueOf(starts[index] + 1)
        : subject.substring(starts[index], starts[index] + lengths[index]);
  }

  /** All captures; the whole match when there are none and {@code whole} is set. */
  Varargs captures(int start, int end, boolean whole) {
    int count = captures == 0 && whole ? 1 : captures;
    LuaValue[] values = new LuaValue[count];
    for (int i = 0; i < count; i++) {
      values[i] = capture(i, start, end);
    }
    return LuaValue.varargsOf(values);
  }
}
