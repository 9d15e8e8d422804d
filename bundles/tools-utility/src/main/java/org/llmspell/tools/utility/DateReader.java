package org.llmspell.tools.utility;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.llmspell.core.error.SpellException;

/** Reads dates in all the notations of {@link DateFormats}, and in a few standard ones before. */
final class DateReader {
  private static final DateTimeFormatter RFC3339 =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][ ]")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendOffset("+HH:MM", "Z")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final List<DateTimeFormatter> FORMATTERS = formatters();

  private DateReader() {}

  private static List<DateTimeFormatter> formatters() {
    List<DateTimeFormatter> all = new ArrayList<>();
    all.add(RFC3339);
    // The notation of RFC 2822 too.
    all.add(DateTimeFormatter.RFC_1123_DATE_TIME.withResolverStyle(ResolverStyle.STRICT));
    DateFormats.PATTERNS.forEach(pattern -> all.add(new Strftime(pattern).formatter()));
    return all;
  }

  /**
   * The moment that a text stands for; without a zone in UTC, without a time at midnight.
   *
   * @throws SpellException of kind Validation when no notation fits
   */
  static Instant read(String parameter, String text) {
    String trimmed = text.strip();
    if (trimmed.matches("[+-]?[0-9]{1,15}")) {
      return seconds(parameter, trimmed);
    }
    for (DateTimeFormatter formatter : FORMATTERS) {
      Optional<Instant> moment = parse(formatter, trimmed);
      if (moment.isPresent()) {
        return moment.get();
      }
    }
    throw SpellException.validation(
        parameter,
        "Failed to parse date: '%s' is in no known notation. Give for example 2024-01-15T10:00:00Z"
            .formatted(text));
  }

  private static Instant seconds(String parameter, String text) {
    try {
      return Instant.ofEpochSecond(Long.parseLong(text));
    } catch (DateTimeException e) {
      throw SpellException.validation(
          parameter, "Failed to parse date: '%s' seconds are out of range".formatted(text));
    }
  }

  private static Optional<Instant> parse(DateTimeFormatter formatter, String text) {
    try {
      return Optional.of(instant(formatter.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty(); // the next notation may fit
    }
  }

  static Instant instant(TemporalAccessor parsed) {
    LocalDate date = LocalDate.from(parsed);
    LocalTime time = parsed.query(TemporalQueries.localTime());
    ZoneId zone = parsed.query(TemporalQueries.zone());
    return date.atTime(time == null ? LocalTime.MIDNIGHT : time)
        .atZone(zone == null ? ZoneOffset.UTC : zone)
        .toInstant();
  }
}
