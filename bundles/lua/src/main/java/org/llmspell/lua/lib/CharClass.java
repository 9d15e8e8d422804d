package org.llmspell.lua.lib;

/** The character classes of Lua patterns, on bytes, as in the C locale. */
final class CharClass {
  private CharClass() {}

  /** Whether a byte is in the class of a letter such as {@code a} or {@code W}. */
  static boolean matches(int c, int letter) {
    int lower = letter | 0x20;
    boolean isLetter = lower >= 'a' && lower <= 'z';
    if (!isLetter) {
      return letter == c;
    }
    Boolean in =
        switch (lower) {
          case 'a' -> isAlpha(c);
          case 'c' -> c < 32 || c == 127;
          case 'd' -> isDigit(c);
          case 'g' -> c > 32 && c < 127;
          case 'l' -> c >= 'a' && c <= 'z';
          case 'p' -> c > 32 && c < 127 && !isAlpha(c) && !isDigit(c);
          case 's' -> c == ' ' || (c >= 9 && c <= 13);
          case 'u' -> c >= 'A' && c <= 'Z';
          case 'w' -> isAlpha(c) || isDigit(c);
          case 'x' -> isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
          default -> null;
        };
    if (in == null) {
      return letter == c;
    }
    return letter == lower ? in : !in;
  }

  private static boolean isAlpha(int c) {
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'z';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
