package org.llmspell.tools.utility;

/** Spellings of compound words. */
final class TextCase {
  private TextCase() {}

  /** A {@code _} before each run of upper-case letters, and all in lower case. */
  static String snake(String text) {
    var out = new StringBuilder();
    boolean upperBefore = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      boolean upper = Character.isUpperCase(c);
      if (upper && !upperBefore && i > 0) {
        out.append('_');
      }
      out.appendCodePoint(Character.toLowerCase(c));
      upperBefore = upper;
    }
    return out.toString();
  }

  /** Without {@code _} and {@code -}, the next letter in upper case, the first in lower case. */
  static String camel(String text) {
    return joined(text, false);
  }

  /** Without {@code _} and {@code -}, the next letter in upper case, and the first one too. */
  static String pascal(String text) {
    return joined(text, true);
  }

  private static String joined(String text, boolean firstUpper) {
    var out = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c == '_' || c == '-') {
        upper = true;
      } else if (out.isEmpty()) {
        out.appendCodePoint(firstUpper ? Character.toUpperCase(c) : Character.toLowerCase(c));
        upper = false;
      } else {
        out.appendCodePoint(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return out.toString();
  }
}
