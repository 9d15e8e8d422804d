package org.llmspell.state.backup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.state.StateProgress;

/** Publishes what happens, when there is a bus. A refused event stops no work. */
final class BackupEvents {
  private static final System.Logger LOG = System.getLogger("llmspell.state");

  private final @Nullable EventBus bus;

  BackupEvents(@Nullable EventBus bus) {
    this.bus = bus;
  }

  /** Publishes an event with names and values in turn. */
  void tell(String type, @Nullable Object... data) {
    if (bus == null) {
      return;
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 0; i < data.length; i += 2) {
      values.put(String.valueOf(data[i]), data[i + 1]);
    }
    try {
      bus.publish(type, values);
    } catch (SpellException e) {
      LOG.log(System.Logger.Level.DEBUG, "The event {0} was refused: {1}", type, e.message());
    }
  }

  /** Also publishes the progress. */
  StateProgress progress(String operation, String id, StateProgress progress) {
    return (phase, done, total) -> {
      progress.at(phase, done, total);
      if (bus != null && bus.hasSubscribers(operation + ".progress")) {
        tell(
            operation + ".progress", "backup_id", id, "phase", phase, "done", done, "total", total);
      }
    };
  }

  /** Does work between the events that tell of its beginning and of its failure. */
  <T> T around(String operation, String id, Supplier<T> work) {
    tell(operation + ".started", "backup_id", id);
    try {
      return work.get();
    } catch (RuntimeException e) {
      tell(operation + ".failed", "backup_id", id, "error", e.getMessage());
      throw e;
    }
  }
}
