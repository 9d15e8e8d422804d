package org.llmspell.lua.lib;

/** What the engine calculates less exactly than Lua does; called from its patched classes. */
public final class Arithmetic {
  private Arithmetic() {}

  /** The remainder of a division that rounds towards minus infinity. */
  public static double mod(double a, double b) {
    double rest = a % b;
    return (rest > 0 ? b < 0 : rest < 0 && b != rest && b > 0) ? rest + b : rest;
  }

  /** A power. */
  public static double pow(double a, double b) {
    return Math.pow(a, b);
  }
}
