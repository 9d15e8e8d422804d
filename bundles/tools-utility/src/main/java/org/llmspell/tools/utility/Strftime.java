package org.llmspell.tools.utility;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.llmspell.core.error.SpellException;

/**
 * Turns a pattern in the notation of strftime into a formatter, in English. Beside the fields of
 * POSIX there are {@code %f} (nanoseconds), {@code %.f} (dot and as many digits as are needed),
 * {@code %3f %6f %9f %.3f %.6f %.9f}, {@code %:z} and {@code %+}.
 */
final class Strftime {
  private static final int MAX_LENGTH = 500;

  private final String pattern;
  private final DateTimeFormatterBuilder builder =
      new DateTimeFormatterBuilder().parseCaseInsensitive();
  private int at;

  Strftime(String pattern) {
    if (pattern.length() > MAX_LENGTH) {
      throw SpellException.validation(
          "format", "Invalid format: %d > %d characters".formatted(pattern.length(), MAX_LENGTH));
    }
    this.pattern = pattern;
  }

  /** The formatter. Call this once. */
  DateTimeFormatter formatter() {
    append(pattern);
    return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
  }

  private void append(String part) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c != '%') {
        builder.appendLiteral(c);
      } else {
        at = i + 1;
        field(part);
        i = at - 1;
      }
    }
  }

  private char next(String part) {
    if (at >= part.length()) {
      throw unknown("%");
    }
    return part.charAt(at++);
  }

  private void field(String part) {
    char c = next(part);
    if (c == '.') {
      fraction(part, true);
    } else if (c == '-' || c == '_' || c == '0') {
      padded(c, next(part));
    } else if (Character.isDigit(c)) {
      at--;
      fraction(part, false);
    } else if (c == ':') {
      if (next(part) != 'z') {
        throw unknown("%:");
      }
      builder.appendOffset("+HH:MM", "+00:00");
    } else {
      simple(c);
    }
  }

  private void fraction(String part, boolean dot) {
    char c = next(part);
    if (c == 'f') {
      builder.appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, dot);
      return;
    }
    int digits = Character.digit(c, 10);
    if ((digits != 3 && digits != 6 && digits != 9) || next(part) != 'f') {
      throw unknown("%" + (dot ? "." : "") + c);
    }
    if (dot) {
      builder.appendLiteral('.');
    }
    builder.appendFraction(ChronoField.NANO_OF_SECOND, digits, digits, false);
  }

  private void padded(char how, char c) {
    ChronoField field =
        switch (c) {
          case 'd', 'e' -> ChronoField.DAY_OF_MONTH;
          case 'm' -> ChronoField.MONTH_OF_YEAR;
          case 'H', 'k' -> ChronoField.HOUR_OF_DAY;
          case 'I', 'l' -> ChronoField.CLOCK_HOUR_OF_AMPM;
          case 'M' -> ChronoField.MINUTE_OF_HOUR;
          case 'S' -> ChronoField.SECOND_OF_MINUTE;
          default -> throw unknown("%" + how + c);
        };
    switch (how) {
      case '-' -> builder.appendValue(field, 1, 2, SignStyle.NOT_NEGATIVE);
      case '_' -> builder.padNext(2).appendValue(field);
      default -> builder.appendValue(field, 2);
    }
  }

  private void simple(char c) {
    switch (c) {
      case 'Y' -> builder.appendValue(ChronoField.YEAR, 4, 9, SignStyle.EXCEEDS_PAD);
      case 'C', 'y' -> builder.appendValueReduced(ChronoField.YEAR, 2, 2, 1970);
      case 'm' -> builder.appendValue(ChronoField.MONTH_OF_YEAR, 2);
      case 'd' -> builder.appendValue(ChronoField.DAY_OF_MONTH, 2);
      case 'e' -> builder.padNext(2).appendValue(ChronoField.DAY_OF_MONTH);
      case 'H' -> builder.appendValue(ChronoField.HOUR_OF_DAY, 2);
      case 'k' -> builder.padNext(2).appendValue(ChronoField.HOUR_OF_DAY);
      case 'I' -> builder.appendValue(ChronoField.CLOCK_HOUR_OF_AMPM, 2);
      case 'l' -> builder.padNext(2).appendValue(ChronoField.CLOCK_HOUR_OF_AMPM);
      case 'M' -> builder.appendValue(ChronoField.MINUTE_OF_HOUR, 2);
      case 'S' -> builder.appendValue(ChronoField.SECOND_OF_MINUTE, 2);
      case 'f' -> builder.appendFraction(ChronoField.NANO_OF_SECOND, 9, 9, false);
      case 'j' -> builder.appendValue(ChronoField.DAY_OF_YEAR, 3);
      case 'u' -> builder.appendValue(ChronoField.DAY_OF_WEEK, 1);
      case 'V' -> builder.appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 2);
      case 'G' -> builder.appendValue(IsoFields.WEEK_BASED_YEAR, 4);
      case 's' -> builder.appendValue(ChronoField.INSTANT_SECONDS);
      default -> text(c);
    }
  }

  private void text(char c) {
    switch (c) {
      case 'a' -> builder.appendText(ChronoField.DAY_OF_WEEK, TextStyle.SHORT);
      case 'A' -> builder.appendText(ChronoField.DAY_OF_WEEK, TextStyle.FULL);
      case 'b', 'h' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.SHORT);
      case 'B' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.FULL);
      case 'p', 'P' -> builder.appendText(ChronoField.AMPM_OF_DAY, TextStyle.SHORT);
      case 'z' -> builder.appendOffset("+HHMM", "+0000");
      case 'Z' -> zone();
      case 'T', 'X' -> nested("%H:%M:%S");
      case 'R' -> nested("%H:%M");
      case 'D', 'x' -> nested("%m/%d/%y");
      case 'F' -> nested("%Y-%m-%d");
      case 'v' -> nested("%e-%b-%Y");
      case 'r' -> nested("%I:%M:%S %p");
      case 'c' -> nested("%a %b %e %H:%M:%S %Y");
      case '+' -> nested("%Y-%m-%dT%H:%M:%S%.f%:z");
      case 'n' -> builder.appendLiteral('\n');
      case 't' -> builder.appendLiteral('\t');
      case '%' -> builder.appendLiteral('%');
      default -> throw unknown("%" + c);
    }
  }

  /** The short name of the zone; for a plain UTC that is UTC and not Z. */
  private void zone() {
    builder.appendZoneText(TextStyle.SHORT);
  }

  private void nested(String part) {
    int saved = at;
    append(part);
    at = saved;
  }

  private SpellException unknown(String field) {
    return SpellException.validation(
        "format", "Invalid format '%s': unknown field '%s'".formatted(pattern, field));
  }
}
