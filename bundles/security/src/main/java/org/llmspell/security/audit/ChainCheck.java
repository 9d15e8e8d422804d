package org.llmspell.security.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.security.audit.AuditReport;

/**
 * Goes through the log line by line. A line that is none is torn when the next record says so, or
 * when it is the last; else somebody has changed it.
 */
final class ChainCheck {
  private final List<String> problems = new ArrayList<>();
  private String file = "";
  private int number;
  private @Nullable Line last;
  private @Nullable Line beforeLast;
  private @Nullable String pending;
  private long records;
  private int torn;

  void file(String name) {
    file = name;
    number = 0;
  }

  void line(String text) {
    number++;
    Optional<Line> line = Line.parse(text);
    if (line.isEmpty()) {
      if (pending != null) {
        problems.add(pending);
      }
      pending = "%s, line %d: the record was changed".formatted(file, number);
      return;
    }
    Map<String, @Nullable Object> members = line.get().members();
    if (pending != null) {
      if (Boolean.TRUE.equals(members.get("after_torn"))) {
        torn++;
      } else {
        problems.add(pending);
      }
      pending = null;
    }
    if (members.get("cut") instanceof Long said) {
      problems.add(
          "%s, line %d: before this record the log was cut off: record %d had been written"
              .formatted(file, number, said));
    }
    follow(line.get());
    records++;
    beforeLast = last;
    last = line.get();
  }

  private void follow(Line line) {
    Line previous = last;
    if (previous == null) {
      if (line.sequence() == 1 && !line.previous().equals(Line.NO_HASH)) {
        problems.add("%s, line %d: the first record follows another".formatted(file, number));
      }
      if (line.sequence() > 1 && !file.startsWith("security-")) {
        problems.add(
            "%s, line %d: records 1 to %d are missing"
                .formatted(file, number, line.sequence() - 1));
      }
    } else if (!line.previous().equals(previous.hash())
        || line.sequence() != previous.sequence() + 1) {
      problems.add(
          "%s, line %d: record %d does not follow record %d; records were taken out, put in or moved"
              .formatted(file, number, line.sequence(), previous.sequence()));
    }
  }

  AuditReport end(Optional<String[]> head) {
    if (pending != null) {
      torn++;
    }
    Line end = last;
    long sequence = end == null ? 0 : end.sequence();
    if (head.isEmpty()) {
      if (records > 1) {
        problems.add("The file head, which says how far the log goes, is missing or was changed");
      }
    } else {
      long said = Long.parseLong(head.get()[0]);
      if (said > sequence) {
        problems.add(
            "The log ends with record %d, but record %d was written: its end was cut off"
                .formatted(sequence, said));
      } else if (!isHash(said, head.get()[1])) {
        problems.add("The file head does not fit the log: one of them was changed");
      }
    }
    return new AuditReport(records, torn, problems);
  }

  /** A crash may have come between writing a record and its head. */
  private boolean isHash(long sequence, String hash) {
    return is(last, sequence, hash) || is(beforeLast, sequence, hash);
  }

  private static boolean is(@Nullable Line line, long sequence, String hash) {
    return line != null && line.sequence() == sequence && line.hash().equals(hash);
  }
}
