package org.llmspell.lua.lib;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Writes numbers as the C library does for Lua. */
public final class NumberFormat {
  private NumberFormat() {}

  /**
   * A number as Lua prints it: {@code %.14g}. Whole numbers up to 2^63 are written without a
   * fraction or an exponent, because the engine can not tell 3.0 from 3.
   */
  public static String toLua(double value) {
    if (value == Math.rint(value) && Math.abs(value) <= 9.007199254740992E15) {
      return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
    }
    return general(value, 14, false);
  }

  /**
   * The conversion {@code %.<precision>g} of C.
   *
   * @param keepZeros whether trailing zeros stay (the flag {@code #})
   */
  static String general(double value, int precision, boolean keepZeros) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    int digits = Math.max(precision, 1);
    if (value == 0) {
      String zero = keepZeros && digits > 1 ? "0." + "0".repeat(digits - 1) : "0";
      return 1 / value < 0 ? "-" + zero : zero;
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent >= digits) {
      return trim(exponential(value, digits - 1), keepZeros);
    }
    String plain =
        rounded
            .setScale(Math.max(digits - 1 - exponent, 0), RoundingMode.HALF_EVEN)
            .toPlainString();
    return trim(plain, keepZeros);
  }

  private static String trim(String text, boolean keepZeros) {
    if (keepZeros || text.indexOf('.') < 0) {
      return text;
    }
    int e = text.indexOf('e');
    String mantissa = e < 0 ? text : text.substring(0, e);
    int end = mantissa.length();
    while (mantissa.charAt(end - 1) == '0') {
      end--;
    }
    if (mantissa.charAt(end - 1) == '.') {
      end--;
    }
    return mantissa.substring(0, end) + (e < 0 ? "" : text.substring(e));
  }

  /** The conversion {@code %.<precision>e} of C. */
  static String exponential(double value, int precision) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return general(value, 1, false);
    }
    if (value == 0) {
      String zero = (precision > 0 ? "0." + "0".repeat(precision) : "0") + "e+00";
      return 1 / value < 0 ? "-" + zero : zero;
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    String digits = rounded.unscaledValue().abs().toString();
    digits = digits + "0".repeat(Math.max(0, precision + 1 - digits.length()));
    String mantissa =
        precision == 0
            ? digits.substring(0, 1)
            : digits.charAt(0) + "." + digits.substring(1, precision + 1);
    return (value < 0 ? "-" : "")
        + mantissa
        + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  /** The conversion {@code %.<precision>f} of C. */
  static String fixed(double value, int precision) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return general(value, 1, false);
    }
    String text = new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    boolean negativeZero = (value < 0 || 1 / value < 0) && !text.startsWith("-");
    return negativeZero ? "-" + text : text;
  }

  /** The conversion {@code %a} of C, without precision. */
  static String hexadecimal(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return general(value, 1, false);
    }
    String text = Double.toHexString(value).replace(".0p", "p");
    int p = text.indexOf('p');
    return text.charAt(p + 1) == '-'
        ? text
        : text.substring(0, p + 1) + "+" + text.substring(p + 1);
  }
}
