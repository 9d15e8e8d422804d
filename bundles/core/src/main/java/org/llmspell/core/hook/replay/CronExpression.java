package org.llmspell.core.hook.replay;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.llmspell.core.error.SpellException;

/**
 * A time by the calendar in five fields: minute, hour, day of the month, month, day of the week (0
 * or 7 is Sunday), as in POSIX crontab, with steps ({@code *}{@code /15}), ranges, lists and
 * English names. When both days are restricted, either of them fits.
 */
public final class CronExpression {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  /** A leap day on a given weekday comes back after 28 years at the latest, or 40 around 2100. */
  private static final int MAX_DAYS = 366 * 41;

  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet days;
  private final BitSet months;
  private final BitSet weekdays;
  private final boolean eitherDay;

  private CronExpression(String[] fields) {
    minutes = Field.of("minute", 0, 59, List.of()).parse(fields[0]);
    hours = Field.of("hour", 0, 23, List.of()).parse(fields[1]);
    days = Field.of("day of the month", 1, 31, List.of()).parse(fields[2]);
    months = Field.of("month", 1, 12, MONTHS).parse(fields[3]);
    weekdays = Field.of("day of the week", 0, 7, DAYS).parse(fields[4]);
    if (weekdays.get(7)) {
      weekdays.set(0);
    }
    eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
  }

  /**
   * Reads an expression.
   *
   * @throws SpellException of kind Validation that names the field that is wrong
   */
  public static CronExpression parse(String text) {
    String[] fields = text.strip().split("\\s+");
    if (fields.length != 5) {
      throw SpellException.validation(
          "cron",
          "'%s' has %d fields but needs 5: minute, hour, day of the month, month, day of the week"
              .formatted(text, fields.length));
    }
    return new CronExpression(fields);
  }

  /** The first time after another one; empty when there is none, as for 30 February. */
  public Optional<Instant> next(Instant after, ZoneId zone) {
    ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    ZonedDateTime end = time.plusDays(MAX_DAYS);
    while (time.isBefore(end)) {
      if (!months.get(time.getMonthValue())) {
        time = time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
      } else if (!isDay(time)) {
        time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
      } else if (!hours.get(time.getHour())) {
        time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
      } else if (!minutes.get(time.getMinute())) {
        time = time.plusMinutes(1);
      } else {
        return Optional.of(time.toInstant());
      }
    }
    return Optional.empty();
  }

  private boolean isDay(ZonedDateTime time) {
    boolean day = days.get(time.getDayOfMonth());
    boolean weekday = weekdays.get(time.getDayOfWeek().getValue() % 7);
    return eitherDay ? day || weekday : day && weekday;
  }

  /** One field of the five. */
  private record Field(String name, int min, int max, List<String> names) {

    static Field of(String name, int min, int max, List<String> names) {
      return new Field(name, min, max, names);
    }

    BitSet parse(String text) {
      var values = new BitSet();
      for (String part : text.split(",", -1)) {
        addTo(values, part);
      }
      return values;
    }

    private void addTo(BitSet values, String part) {
      String[] halves = part.split("/", -1);
      int step = halves.length == 1 ? 1 : number(part, halves[1]);
      if (step < 1 || halves.length > 2) {
        throw wrong(part);
      }
      String[] ends =
          halves[0].equals("*") ? new String[] {min + "", max + ""} : halves[0].split("-", -1);
      int from = value(part, ends[0]);
      int to = ends.length > 1 ? value(part, ends[1]) : halves.length > 1 ? max : from;
      if (ends.length > 2 || from > to) {
        throw wrong(part);
      }
      for (int value = from; value <= to; value += step) {
        values.set(value);
      }
    }

    private int value(String part, String text) {
      int named = names.indexOf(text.toLowerCase(Locale.ROOT));
      int value = named >= 0 ? named + min : number(part, text);
      if (value < min || value > max) {
        throw wrong(part);
      }
      return value;
    }

    private int number(String part, String text) {
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw wrong(part);
      }
    }

    private SpellException wrong(String part) {
      return SpellException.validation(
          "cron",
          "'%s' is no %s of a cron expression: use *, a number from %d to %d, a-b, a,b or */n"
              .formatted(part, name, min, max));
    }
  }
}
