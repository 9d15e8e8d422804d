package org.llmspell.lua.lib;

import java.util.Locale;
import org.luaj.vm2.LuaError;

/**
 * One conversion of {@code string.format}, such as {@code %-08.3f}.
 *
 * @param flags some of {@code -+ #0}
 * @param width the smallest width, 0 when none
 * @param precision the precision, -1 when none
 * @param conversion the letter
 * @param end the index behind the conversion in the format
 */
record FormatSpec(String flags, int width, int precision, char conversion, int end) {

  /** Reads the conversion that starts behind the percent sign at {@code start}. */
  static FormatSpec parse(String format, int start) {
    int i = start;
    while (i < format.length() && "-+ #0".indexOf(format.charAt(i)) >= 0) {
      i++;
    }
    String flags = format.substring(start, i);
    int widthStart = i;
    i = digits(format, i);
    String width = format.substring(widthStart, i);
    String precision = null;
    if (i < format.length() && format.charAt(i) == '.') {
      int precisionStart = ++i;
      i = digits(format, i);
      precision = format.substring(precisionStart, i);
    }
    if (i >= format.length()
        || flags.length() > 5
        || width.length() > 2
        || (precision != null && precision.length() > 2)) {
      throw new LuaError(
          "invalid conversion '%%%s' to 'format'"
              .formatted(format.substring(start, Math.min(i + 1, format.length()))));
    }
    return new FormatSpec(
        flags,
        width.isEmpty() ? 0 : Integer.parseInt(width),
        precision == null ? -1 : precision.isEmpty() ? 0 : Integer.parseInt(precision),
        format.charAt(i),
        i + 1);
  }

  private static int digits(String format, int from) {
    int i = from;
    while (i < format.length() && Character.isDigit(format.charAt(i))) {
      i++;
    }
    return i;
  }

  private boolean has(char flag) {
    return flags.indexOf(flag) >= 0;
  }

  String integer(long value) {
    String digits = Long.toString(Math.abs(value));
    if (value == Long.MIN_VALUE) {
      digits = "9223372036854775808";
    }
    return number(value < 0 ? "-" : "", withPrecision(digits, value == 0), precision < 0);
  }

  String unsigned(long value) {
    String digits =
        switch (conversion) {
          case 'o' -> Long.toOctalString(value);
          case 'x' -> Long.toHexString(value);
          case 'X' -> Long.toHexString(value).toUpperCase(Locale.ROOT);
          default -> Long.toUnsignedString(value);
        };
    String prefix = has('#') && value != 0 ? alternate() : "";
    return pad(prefix, withPrecision(digits, value == 0), has('0') && precision < 0);
  }

  private String alternate() {
    return switch (conversion) {
      case 'x' -> "0x";
      case 'X' -> "0X";
      case 'o' -> "0";
      default -> "";
    };
  }

  private String withPrecision(String digits, boolean zero) {
    if (precision == 0 && zero) {
      return "";
    }
    return "0".repeat(Math.max(0, precision - digits.length())) + digits;
  }

  String floating(double value) {
    int digits = precision < 0 ? 6 : precision;
    String text =
        switch (Character.toLowerCase(conversion)) {
          case 'e' -> NumberFormat.exponential(value, digits);
          case 'f' -> NumberFormat.fixed(value, digits);
          case 'a' -> NumberFormat.hexadecimal(value);
          default -> NumberFormat.general(value, digits, has('#'));
        };
    if (Character.isUpperCase(conversion)) {
      text = text.toUpperCase(Locale.ROOT);
    }
    boolean finite = !Double.isNaN(value) && !Double.isInfinite(value);
    return text.startsWith("-") ? number("-", text.substring(1), finite) : number("", text, finite);
  }

  private String number(String minus, String digits, boolean zerosAllowed) {
    String sign = !minus.isEmpty() ? minus : has('+') ? "+" : has(' ') ? " " : "";
    return pad(sign, digits, has('0') && zerosAllowed);
  }

  private String pad(String prefix, String digits, boolean zeros) {
    int missing = Math.max(0, width - prefix.length() - digits.length());
    if (has('-')) {
      return prefix + digits + " ".repeat(missing);
    }
    return zeros ? prefix + "0".repeat(missing) + digits : " ".repeat(missing) + prefix + digits;
  }

  /** How many blanks go before (positive) or behind (negative) a text of some bytes. */
  int padding(int length) {
    int missing = Math.max(0, width - length);
    return has('-') ? -missing : missing;
  }
}
