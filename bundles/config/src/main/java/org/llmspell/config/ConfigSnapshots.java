package org.llmspell.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The last ten states of what scripts have changed, by the second of their making. Thread-safe. */
final class ConfigSnapshots {
  private static final int MOST = 10;

  private final TreeMap<Long, Map<String, @Nullable Object>> states = new TreeMap<>();

  synchronized void keep(long second, Map<String, @Nullable Object> state) {
    states.put(second, state);
    if (states.size() > MOST) {
      states.pollFirstEntry();
    }
  }

  synchronized Optional<Map<String, @Nullable Object>> find(long second) {
    return Optional.ofNullable(states.get(second));
  }

  /** The seconds, the oldest first. */
  synchronized List<Long> seconds() {
    return new ArrayList<>(states.keySet());
  }
}
