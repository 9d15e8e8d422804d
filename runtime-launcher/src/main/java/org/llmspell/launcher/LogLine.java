package org.llmspell.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** One line for a record: time, level, logger, message and what caused it. */
final class LogLine extends Formatter {

  private final boolean traces;

  /**
   * @param traces whether the line of a failure is followed by its trace
   */
  LogLine(boolean traces) {
    this.traces = traces;
  }

  @Override
  public String format(LogRecord entry) {
    var line = new StringBuilder();
    line.append(entry.getInstant().truncatedTo(ChronoUnit.MILLIS))
        .append(' ')
        .append(name(entry.getLevel()))
        .append(' ')
        .append(entry.getLoggerName())
        .append(": ")
        .append(formatMessage(entry).strip().replaceAll("\\s*\\R\\s*", " | "));
    Throwable thrown = entry.getThrown();
    if (thrown != null && thrown.getMessage() != null) {
      line.append(": ").append(thrown.getMessage().strip().replaceAll("\\s*\\R\\s*", " | "));
    }
    line.append(System.lineSeparator());
    if (thrown != null && (traces || thrown.getMessage() == null)) {
      var trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      line.append(trace);
    }
    return line.toString();
  }

  private static String name(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARN ";
    }
    return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
  }
}
