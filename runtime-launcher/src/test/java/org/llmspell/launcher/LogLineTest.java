package org.llmspell.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLineTest {

  @Test
  void isOneLineWhateverTheMessage() {
    LogRecord entry = record("{0} of\n  {1}", new IllegalStateException("torn\nin two"));
    entry.setParameters(new Object[] {"half", "it"});

    assertThat(new LogLine(false).format(entry))
        .isEqualTo(
            "2026-05-04T03:02:01.007Z WARN  llmspell.x: half of | it: torn | in two%n".formatted());
  }

  @Test
  void showsTheTraceWhenMoreIsWanted() {
    assertThat(new LogLine(true).format(record("no", new IllegalStateException("torn"))))
        .contains("LogLineTest.showsTheTraceWhenMoreIsWanted");
  }

  @Test
  void showsTheTraceOfAFailureWithoutAMessage() {
    assertThat(new LogLine(false).format(record("no", new NullPointerException())))
        .contains("NullPointerException");
  }

  private static LogRecord record(String message, Throwable thrown) {
    var entry = new LogRecord(Level.WARNING, message);
    entry.setLoggerName("llmspell.x");
    entry.setInstant(Instant.parse("2026-05-04T03:02:01.007009Z"));
    entry.setThrown(thrown);
    return entry;
  }
}
