package org.llmspell.lua.lib;

import java.util.Arrays;

/** Takes off what may stand before a script: a byte-order mark and a first line {@code #!...}. */
public final class Bom {
  private Bom() {}

  /**
   * The text without them. The first line stays as an empty line, so that lines keep their numbers.
   */
  public static byte[] strip(byte[] text) {
    int from =
        text.length >= 3
                && text[0] == (byte) 0xEF
                && text[1] == (byte) 0xBB
                && text[2] == (byte) 0xBF
            ? 3
            : 0;
    if (from < text.length && text[from] == '#') {
      while (from < text.length && text[from] != '\n') {
        from++;
      }
    }
    return from == 0 ? text : Arrays.copyOfRange(text, from, text.length);
  }
}
