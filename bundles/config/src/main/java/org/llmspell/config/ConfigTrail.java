package org.llmspell.config;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What scripts did with settings, or tried to: the last thousand times. Thread-safe. */
final class ConfigTrail {
  private static final int MOST = 1_000;

  private final InstantSource clock;
  private final Deque<Map<String, @Nullable Object>> entries = new ArrayDeque<>();

  ConfigTrail(InstantSource clock) {
    this.clock = clock;
  }

  /** One thing that was done. */
  enum Kind {
    /** Settings were looked at. */
    READ("Read"),
    /** A setting was made that was not there. */
    CREATE("Create"),
    /** A setting was changed. */
    UPDATE("Update"),
    /** A setting was taken away. */
    DELETE("Delete"),
    /** Settings were looked at with the secrets in them. */
    SECRET_ACCESS("SecretAccess");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /**
   * Writes something down, without secrets.
   *
   * @param source the script
   * @param denial why it was not allowed; empty when it was
   */
  synchronized void add(String source, Kind kind, Change change, String denial) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("timestamp", clock.instant().toString());
    entry.put("source", source);
    entry.put("change_type", kind.word);
    entry.put("path", change.key());
    entry.put("old_value", change.toPlain().get("old"));
    entry.put("new_value", change.toPlain().get("new"));
    entry.put("allowed", denial.isEmpty());
    if (!denial.isEmpty()) {
      entry.put("deny_reason", denial);
    }
    if (entries.size() == MOST) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  /** The newest first. */
  synchronized List<Map<String, @Nullable Object>> newest(int most) {
    return List.copyOf(entries).reversed().stream().limit(most).toList();
  }
}
