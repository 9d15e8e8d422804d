package org.llmspell.tools.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.llmspell.tools.utility.Calls.error;
import static org.llmspell.tools.utility.Calls.random;
import static org.llmspell.tools.utility.Calls.result;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("tool")
@NullUnmarked
class DatetimeHandlerTest {
  private final DatetimeHandler tool =
      new DatetimeHandler(
          Clock.fixed(Instant.parse("2024-01-15T10:30:00.5Z"), ZoneId.of("Asia/Tokyo")));

  @Test
  void answersTheSampleOfTheSpecification() {
    assertThat(
            result(
                tool,
                "operation",
                "add",
                "input",
                "2024-01-15T10:00:00Z",
                "amount",
                5L,
                "unit",
                "days"))
        .containsEntry("result", "2024-01-20T10:00:00Z")
        .containsEntry("original", "2024-01-15T10:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1705314600; 2024-01-15T10:30:00+00:00",
        "-1; 1969-12-31T23:59:59+00:00",
        "2024-01-15T10:30:00Z; 2024-01-15T10:30:00+00:00",
        "2024-01-15T10:30:00.25Z; 2024-01-15T10:30:00.25+00:00",
        "2024-01-15T10:30:00+02:00; 2024-01-15T08:30:00+00:00",
        "2024-01-15T10:30:00+0200; 2024-01-15T08:30:00+00:00",
        "2024-01-15 10:30:00; 2024-01-15T10:30:00+00:00",
        "2024-01-15; 2024-01-15T00:00:00+00:00",
        "Mon, 15 Jan 2024 10:30:00 GMT; 2024-01-15T10:30:00+00:00",
        "Mon, 15 Jan 2024 10:30:00 +0100; 2024-01-15T09:30:00+00:00",
        "2024/01/15; 2024-01-15T00:00:00+00:00",
        "2024/01/15 01:02:03; 2024-01-15T01:02:03+00:00",
        "03/04/2024; 2024-04-03T00:00:00+00:00",
        "01/15/2024; 2024-01-15T00:00:00+00:00",
        "15-01-2024; 2024-01-15T00:00:00+00:00",
        "15.01.2024 10:30:00; 2024-01-15T10:30:00+00:00",
        "January 15, 2024; 2024-01-15T00:00:00+00:00",
        "Jan 15, 2024 10:30:00; 2024-01-15T10:30:00+00:00"
      })
  void readsEachNotation(String input, String utc) {
    assertThat(result(tool, "input", input).get("parsed"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("utc", utc);
  }

  @Test
  void takesUnixSecondsAsANumberToo() {
    assertThat(result(tool, "operation", "parse", "input", 1_705_314_600L).get("parsed"))
        .isEqualTo(
            Map.of(
                "utc", "2024-01-15T10:30:00+00:00",
                "timestamp", 1_705_314_600L,
                "year", 2024,
                "month", 1,
                "day", 15,
                "hour", 10,
                "minute", 30,
                "second", 0,
                "weekday", "Monday"));
  }

  @Test
  void tellsTheTime() {
    assertThat(
            result(tool, "operation", "now", "timezone", "America/New_York", "format", "%H:%M %Z"))
        .isEqualTo(
            Map.of("timezone", "America/New_York", "datetime", "05:30 EST", "format", "%H:%M %Z"));
    assertThat(result(tool, "operation", "now"))
        .containsEntry("timezone", "local")
        .containsEntry("datetime", "2024-01-15T19:30:00.5Z");
  }

  @Test
  void convertsBetweenZones() {
    assertThat(
            result(
                tool,
                "operation",
                "convert_timezone",
                "input",
                "2024-07-01T12:00:00Z",
                "target_timezone",
                "Europe/Berlin"))
        .containsEntry("original", "2024-07-01 12:00:00 UTC")
        .containsEntry("converted", "2024-07-01 14:00:00 CEST");
  }

  @ParameterizedTest
  @CsvSource({
    "add, 90, s, 10:01:30",
    "add, -1, MIN, 09:59:00",
    "subtract, 2, hrs, 08:00:00",
    "subtract, -1, h, 11:00:00"
  })
  void movesByUnits(String operation, long amount, String unit, String time) {
    assertThat(
            result(
                tool,
                "operation",
                operation,
                "input",
                "2024-01-15T10:00:00Z",
                "amount",
                amount,
                "unit",
                unit,
                "format",
                "%T"))
        .containsEntry("result", time);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2024-01-17 03:01:00; 183660; 2; 51; 3061; 2 days, 3 hours, 1 minute",
        "2024-01-14 23:59:58; -2; 0; 0; 0; 2 seconds ago",
        "2024-01-15; 0; 0; 0; 0; 0 seconds"
      })
  void measuresDifferences(
      String end, long seconds, long days, long hours, long minutes, String words) {
    assertThat(
            result(tool, "operation", "difference", "start", "2024-01-15", "end", end)
                .get("difference"))
        .isEqualTo(
            Map.of(
                "total_seconds",
                seconds,
                "days",
                days,
                "hours",
                hours,
                "minutes",
                minutes,
                "human_readable",
                words));
  }

  @Test
  void describesADay() {
    assertThat(result(tool, "operation", "info", "input", "2024-02-29T12:00:00Z").get("info"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("day_of_year", 60)
        .containsEntry("week_of_year", 9)
        .containsEntry("is_leap_year", true)
        .containsEntry("days_in_month", 29)
        .containsEntry("weekday", "Thursday")
        .containsEntry("start_of_day", "2024-02-29T00:00:00+00:00")
        .containsEntry("end_of_day", "2024-02-29T23:59:59+00:00");
  }

  @Test
  void everyFormatItListsCanBeWrittenAndRead() {
    var formats = (List<?>) result(tool, "operation", "formats").get("available_formats");

    assertThat(formats).hasSize(22);
    for (Object format : formats) {
      Object text = result(tool, "input", "2024-12-25", "format", format).get("formatted");
      assertThat(result(tool, "input", text).get("parsed").toString())
          .as("%s: %s", format, text)
          .contains("utc=2024-12-25T00:00:00");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "%y %j %e %I %p; 24 061  1 01 PM",
        "%-d.%-m.%Y; 1.3.2024",
        "%a %A %b %B; Fri Friday Mar March",
        "%.3f|%6f|%f; .125|125000|125000000",
        "%s %u %V %G; 1709298367 5 09 2024",
        "%D %R %F; 03/01/24 13:06 2024-03-01",
        "%c; Fri Mar  1 13:06:07 2024",
        "100%% %z %:z %Z; 100% +0000 +00:00 UTC"
      })
  void writesTheFieldsOfStrftime(String format, String expected) {
    assertThat(result(tool, "input", "2024-03-01T13:06:07.125Z", "format", format))
        .containsEntry("formatted", expected);
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(error(tool, "operation", "parse", "input", "soon"))
        .startsWith("Validation error: Failed to parse date: 'soon'");
    assertThat(error(tool, "input", "2024-02-30T00:00:00Z")).contains("Failed to parse date");
    assertThat(error(tool, "operation", "now", "timezone", "Mars/Base"))
        .startsWith("Validation error: Invalid timezone: Mars/Base");
    assertThat(error(tool, "operation", "add", "input", "2024-01-15", "unit", "days"))
        .isEqualTo("Validation error: Missing or invalid 'amount' parameter");
    assertThat(
            error(tool, "operation", "add", "input", "2024-01-15", "amount", 1L, "unit", "months"))
        .startsWith("Validation error: Unknown time unit: months");
    assertThat(error(tool, "operation", "guess"))
        .isEqualTo("Validation error: Unknown operation: guess");
    assertThat(error(tool, "operation", "convert_timezone", "input", "2024-01-15"))
        .isEqualTo("Validation error: Missing required parameter 'target_timezone'");
    assertThat(error(tool, "operation", "now", "format", "%Q"))
        .isEqualTo("Validation error: Invalid format '%Q': unknown field '%Q'");
    assertThat(error(tool, "operation", "now", "format", "%")).contains("unknown field '%'");
    assertThat(error(tool, "operation", "add", "input", "0", "amount", Long.MAX_VALUE, "unit", "w"))
        .startsWith("Validation error: The date is out of range");
    assertThat(error(tool, "operation", "parse")).contains("Missing required parameter 'input'");
  }

  @Test
  void readsWhatItWrites() {
    var random = random("dates");
    for (int i = 0; i < 300; i++) {
      long seconds = random.nextLong(-2_000_000_000L, 4_000_000_000L);
      Object text = result(tool, "input", seconds).get("formatted");
      assertThat(result(tool, "input", text).get("parsed").toString())
          .contains("timestamp=" + seconds + ",");
      assertThat(Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC).getYear())
          .isEqualTo(((Map<?, ?>) result(tool, "input", seconds).get("parsed")).get("year"));
    }
  }
}
