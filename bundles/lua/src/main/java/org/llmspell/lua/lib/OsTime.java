package org.llmspell.lua.lib;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** The functions {@code os.time} and {@code os.date}. */
final class OsTime {
  /** The last second that is a date in every time zone: years have nine digits at most. */
  private static final long LAST = Instant.parse("+999999998-12-31T00:00:00Z").getEpochSecond();

  private OsTime() {}

  static LuaValue time(Args args) {
    if (args.isAbsent(1)) {
      return Args.whole(Instant.now().getEpochSecond());
    }
    LuaTable fields = args.table(1);
    try {
      // Fields out of range carry over, as with mktime.
      LocalDateTime time =
          LocalDateTime.of(Math.toIntExact(field(fields, "year", null)), 1, 1, 0, 0)
              .plusMonths(Math.decrementExact(field(fields, "month", null)))
              .plusDays(Math.decrementExact(field(fields, "day", null)))
              .plusHours(field(fields, "hour", 12L))
              .plusMinutes(field(fields, "min", 0L))
              .plusSeconds(field(fields, "sec", 0L));
      return Args.whole(time.atZone(ZoneId.systemDefault()).toEpochSecond());
    } catch (DateTimeException | ArithmeticException e) {
      throw new LuaError("time result cannot be represented in this installation");
    }
  }

  private static long field(LuaTable fields, String name, @Nullable Long byDefault) {
    LuaValue value = fields.get(name);
    if (value.isnil()) {
      if (byDefault == null) {
        throw new LuaError("field '%s' missing in date table".formatted(name));
      }
      return byDefault;
    }
    if (!value.isnumber() || !Args.isWhole(value.todouble())) {
      throw new LuaError("field '%s' is not an integer".formatted(name));
    }
    return (long) value.todouble();
  }

  static LuaValue date(Args args) {
    String format = args.isAbsent(1) ? "%c" : args.string(1).tojstring();
    boolean utc = format.startsWith("!");
    ZonedDateTime time = moment(args).atZone(utc ? ZoneOffset.UTC : ZoneId.systemDefault());
    String rest = utc ? format.substring(1) : format;
    return rest.startsWith("*t") ? table(time) : LuaValue.valueOf(text(rest, time));
  }

  private static Instant moment(Args args) {
    if (args.isAbsent(2)) {
      return Instant.now();
    }
    long seconds = args.integer(2);
    if (seconds > LAST || seconds < -LAST) {
      throw new LuaError(
          "bad argument #2 to 'date' (time %d is out of range, -%d to %d)"
              .formatted(seconds, LAST, LAST));
    }
    return Instant.ofEpochSecond(seconds);
  }

  private static LuaTable table(ZonedDateTime time) {
    var table = new LuaTable();
    table.set("year", time.getYear());
    table.set("month", time.getMonthValue());
    table.set("day", time.getDayOfMonth());
    table.set("hour", time.getHour());
    table.set("min", time.getMinute());
    table.set("sec", time.getSecond());
    table.set("wday", time.getDayOfWeek().getValue() % 7 + 1);
    table.set("yday", time.getDayOfYear());
    table.set(
        "isdst", LuaValue.valueOf(time.getZone().getRules().isDaylightSavings(time.toInstant())));
    return table;
  }

  private static String text(String format, ZonedDateTime time) {
    var out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        out.append(c);
        continue;
      }
      if (++i >= format.length()) {
        throw new LuaError("bad argument #1 to 'date' (invalid conversion specifier '%')");
      }
      out.append(field(format.charAt(i), time));
    }
    return out.toString();
  }

  private static String field(char letter, ZonedDateTime t) {
    return switch (letter) {
      case 'a' -> t.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'b', 'h' -> t.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'c' -> text("%a %b %e %H:%M:%S %Y", t);
      case 'C' -> two(t.getYear() / 100);
      case 'd' -> two(t.getDayOfMonth());
      case 'D', 'x' -> text("%m/%d/%y", t);
      case 'e' -> "%2d".formatted(t.getDayOfMonth());
      case 'F' -> text("%Y-%m-%d", t);
      case 'g' -> two(t.get(IsoFields.WEEK_BASED_YEAR) % 100);
      case 'G' -> Integer.toString(t.get(IsoFields.WEEK_BASED_YEAR));
      case 'H' -> two(t.getHour());
      case 'I' -> two(t.get(ChronoField.CLOCK_HOUR_OF_AMPM));
      case 'j' -> "%03d".formatted(t.getDayOfYear());
      case 'm' -> two(t.getMonthValue());
      case 'M' -> two(t.getMinute());
      case 'n' -> "\n";
      case 'p' -> t.getHour() < 12 ? "AM" : "PM";
      case 'r' -> text("%I:%M:%S %p", t);
      case 'R' -> text("%H:%M", t);
      case 's' -> Long.toString(t.toEpochSecond());
      case 'S' -> two(t.getSecond());
      case 't' -> "\t";
      case 'T', 'X' -> text("%H:%M:%S", t);
      case 'u' -> Integer.toString(t.getDayOfWeek().getValue());
      case 'U' -> two((t.getDayOfYear() + 6 - t.getDayOfWeek().getValue() % 7) / 7);
      case 'V' -> two(t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'w' -> Integer.toString(t.getDayOfWeek().getValue() % 7);
      case 'W' -> two((t.getDayOfYear() + 6 - (t.getDayOfWeek().getValue() - 1)) / 7);
      case 'y' -> two(t.getYear() % 100);
      case 'Y' -> Integer.toString(t.getYear());
      case 'z' -> DateTimeFormatter.ofPattern("xx", Locale.ROOT).format(t);
      case 'Z' ->
          t.getZone() instanceof ZoneOffset
              ? "UTC"
              : DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(t);
      case '%' -> "%";
      default ->
          throw new LuaError(
              "bad argument #1 to 'date' (invalid conversion specifier '%%%c')".formatted(letter));
    };
  }

  private static String two(int number) {
    return "%02d".formatted(number);
  }
}
