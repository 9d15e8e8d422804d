package org.llmspell.tools.utility;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.tool.Alias;
import org.llmspell.core.tool.Default;
import org.llmspell.core.tool.Doc;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.ToolSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Dates and times: read, written, moved, compared. Times without a zone are in UTC. */
@Component
@ToolSpec(
    name = "datetime-handler",
    aliases = {"date_time_handler", "date_time", "datetime"},
    description = "Parses, formats, converts, adds and compares dates and times",
    level = SecurityLevel.SAFE)
public final class DatetimeHandler implements RecordTool<DatetimeHandler.Params> {
  private static final String DEFAULT_FORMAT = "%Y-%m-%dT%H:%M:%S%.fZ";
  private static final String ZONE_FORMAT = "%Y-%m-%d %H:%M:%S %Z";
  private static final ZoneId UTC =
      ZoneId.of("UTC"); // its short name is UTC, that of the offset is Z
  private static final DateTimeFormatter RFC3339 =
      new Strftime("%Y-%m-%dT%H:%M:%S%.f%:z").formatter();

  private final Clock clock;

  record Params(
      @Doc("parse, now, convert_timezone, add, subtract, difference, info or formats")
          @Default("parse")
          String operation,
      @Doc("the date or time; Unix seconds, RFC 3339, RFC 2822 or a common form") @Alias("date")
          Optional<Object> input,
      @Doc("now: time zone of the IANA list") Optional<String> timezone,
      @Doc("convert_timezone: time zone of the IANA list") @Alias("to_timezone")
          Optional<String> targetTimezone,
      @Doc("add, subtract: how many units, may be negative") Optional<Long> amount,
      @Doc("add, subtract: seconds, minutes, hours, days or weeks") Optional<String> unit,
      @Doc("difference: the first date") Optional<Object> start,
      @Doc("difference: the second date") Optional<Object> end,
      @Doc("how to write dates, in strftime notation") Optional<String> format) {}

  /** A tool on the clock of the system. */
  @Activate
  public DatetimeHandler() {
    this(Clock.system(ZoneId.systemDefault()));
  }

  DatetimeHandler(Clock clock) {
    this.clock = clock;
  }

  @Override
  public ToolOutput execute(Params params, ExecutionContext context) {
    try {
      return ToolOutput.success(params.operation(), run(params));
    } catch (DateTimeException | ArithmeticException e) {
      throw SpellException.validation("input", "The date is out of range: " + e.getMessage());
    }
  }

  private Map<String, @Nullable Object> run(Params params) {
    return switch (params.operation()) {
      case "parse" -> parse(params);
      case "now" -> now(params);
      case "convert_timezone", "convert" -> convert(params);
      case "add" -> move(params, 1);
      case "subtract" -> move(params, -1);
      case "difference" -> difference(params);
      case "info" -> info(params);
      case "formats" -> DateFormats.listing();
      default ->
          throw SpellException.validation("operation", "Unknown operation: " + params.operation());
    };
  }

  private static Map<String, @Nullable Object> parse(Params params) {
    ZonedDateTime date = read("input", params.input());
    Map<String, @Nullable Object> parsed = new LinkedHashMap<>();
    parsed.put("utc", RFC3339.format(date));
    parsed.put("timestamp", date.toEpochSecond());
    fields(date, parsed);
    String format = params.format().orElse(DEFAULT_FORMAT);
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("input", text(params.input()));
    result.put("parsed", parsed);
    result.put("formatted", write(date, format));
    result.put("format_used", format);
    return result;
  }

  private Map<String, @Nullable Object> now(Params params) {
    ZoneId zone = params.timezone().map(DatetimeHandler::zone).orElse(clock.getZone());
    String format = params.format().orElse(DEFAULT_FORMAT);
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("timezone", params.timezone().orElse("local"));
    result.put("datetime", write(Instant.now(clock).atZone(zone), format));
    result.put("format", format);
    return result;
  }

  private static Map<String, @Nullable Object> convert(Params params) {
    String target = params.targetTimezone().orElseThrow(() -> Choice.missing("target_timezone"));
    ZonedDateTime date = read("input", params.input());
    String format = params.format().orElse(ZONE_FORMAT);
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("input", text(params.input()));
    result.put("target_timezone", target);
    result.put("original", write(date, format));
    result.put("converted", write(date.withZoneSameInstant(zone(target)), format));
    return result;
  }

  private static Map<String, @Nullable Object> move(Params params, int sign) {
    ZonedDateTime date = read("input", params.input());
    long amount =
        params
            .amount()
            .orElseThrow(
                () -> SpellException.validation("amount", "Missing or invalid 'amount' parameter"));
    String unit = params.unit().orElseThrow(() -> Choice.missing("unit"));
    String format = params.format().orElse(DEFAULT_FORMAT);
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("input", text(params.input()));
    result.put("amount", amount);
    result.put("unit", unit);
    result.put("original", write(date, format));
    result.put("result", write(date.plus(Math.multiplyExact(amount, sign), unit(unit)), format));
    return result;
  }

  private static Map<String, @Nullable Object> difference(Params params) {
    ZonedDateTime start = read("start", params.start());
    ZonedDateTime end = read("end", params.end());
    long seconds = ChronoUnit.SECONDS.between(start, end);
    Map<String, @Nullable Object> difference = new LinkedHashMap<>();
    difference.put("total_seconds", seconds);
    difference.put("days", seconds / 86_400);
    difference.put("hours", seconds / 3600);
    difference.put("minutes", seconds / 60);
    difference.put("human_readable", DateFormats.inWords(seconds));
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("start", text(params.start()));
    result.put("end", text(params.end()));
    result.put("difference", difference);
    return result;
  }

  private static Map<String, @Nullable Object> info(Params params) {
    ZonedDateTime date = read("input", params.input());
    ZonedDateTime midnight = date.truncatedTo(ChronoUnit.DAYS);
    Map<String, @Nullable Object> info = new LinkedHashMap<>();
    fields(date, info);
    info.put("day_of_year", date.getDayOfYear());
    info.put("week_of_year", date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    info.put("is_leap_year", date.toLocalDate().isLeapYear());
    info.put("days_in_month", date.toLocalDate().lengthOfMonth());
    info.put("start_of_day", RFC3339.format(midnight));
    info.put("end_of_day", RFC3339.format(midnight.plusSeconds(86_399)));
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("input", text(params.input()));
    result.put("info", info);
    return result;
  }

  private static void fields(ZonedDateTime date, Map<String, @Nullable Object> into) {
    into.put("year", date.getYear());
    into.put("month", date.getMonthValue());
    into.put("day", date.getDayOfMonth());
    into.put("hour", date.getHour());
    into.put("minute", date.getMinute());
    into.put("second", date.getSecond());
    into.put("weekday", date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
  }

  /** The date in UTC. */
  private static ZonedDateTime read(String parameter, Optional<Object> given) {
    String text = text(given);
    if (given.isEmpty()) {
      throw Choice.missing(parameter);
    }
    return DateReader.read(parameter, text).atZone(UTC);
  }

  private static String text(Optional<Object> given) {
    return given
        .map(value ->
            value instanceof Double d && d == Math.rint(d)
                ? Long.toString(d.longValue())
                : value.toString())
        .orElse("");
  }

  private static String write(ZonedDateTime date, String format) {
    return new Strftime(format).formatter().format(date);
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw SpellException.validation(
          "timezone",
          "Invalid timezone: %s. Give a name of the IANA list, for example Europe/Berlin"
              .formatted(name));
    }
  }

  private static ChronoUnit unit(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "second", "seconds", "sec", "secs", "s" -> ChronoUnit.SECONDS;
      case "minute", "minutes", "min", "mins", "m" -> ChronoUnit.MINUTES;
      case "hour", "hours", "hr", "hrs", "h" -> ChronoUnit.HOURS;
      case "day", "days", "d" -> ChronoUnit.DAYS;
      case "week", "weeks", "w" -> ChronoUnit.WEEKS;
      default ->
          throw SpellException.validation(
              "unit",
              "Unknown time unit: %s. Allowed values: %s"
                  .formatted(
                      name,
                      String.join(", ", List.of("seconds", "minutes", "hours", "days", "weeks"))));
    };
  }
}
