package org.llmspell.state.backup;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateProgress;

/** What the commands have in common. */
final class CommandSupport {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

  private CommandSupport() {}

  /** Work that may be cancelled. */
  @FunctionalInterface
  interface Work {
    void run();
  }

  /** Does the work; when a person cancels it, says so. */
  static int run(Work work, String left) throws InterruptedException {
    try {
      work.run();
      return CommandRunner.OK;
    } catch (CancellationException e) {
      if (Thread.interrupted()) {
        var interrupted = new InterruptedException("Cancelled. " + left);
        interrupted.initCause(e);
        throw interrupted;
      }
      throw SpellException.storage(
          "cancel", "Cancelled: %s. %s".formatted(e.getMessage(), left), e);
    }
  }

  /** Tells a person of progress, when one looks. */
  static StateProgress progress(CommandCall call) {
    if (!call.request().interactive()) {
      return StateProgress.NONE;
    }
    return (phase, done, total) -> {
      if (done > 0) {
        call.progress(
            total > 0
                ? "%s: %d of %d".formatted(phase, done, Math.max(done, total))
                : "%s: %d".formatted(phase, done));
      }
    };
  }

  /** A size for people. */
  static String size(long bytes) {
    double value = bytes;
    String unit = "B";
    for (int i = 0; i < UNITS.length && value >= 1024; i++) {
      value /= 1024;
      unit = UNITS[i];
    }
    return unit.equals("B") ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, unit);
  }

  /** Rows with columns as wide as their widest text. */
  static String table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream()
        .map(row -> {
          var line = new StringBuilder();
          for (int i = 0; i < columns; i++) {
            line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
          }
          return line.toString().stripTrailing();
        })
        .collect(Collectors.joining("\n"));
  }
}
