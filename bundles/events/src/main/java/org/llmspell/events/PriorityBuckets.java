package org.llmspell.events;

import java.util.ArrayDeque;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.UniversalEvent;

/** Waiting events by priority, in order of arrival within each. For one thread at a time. */
final class PriorityBuckets {
  private final NavigableMap<Integer, ArrayDeque<UniversalEvent>> buckets = new TreeMap<>();
  private int size;

  void add(UniversalEvent event) {
    buckets.computeIfAbsent(event.header().priority(), _ -> new ArrayDeque<>()).add(event);
    size++;
  }

  int size() {
    return size;
  }

  /** The most urgent event, the oldest of its priority. */
  @Nullable UniversalEvent pollMostUrgent() {
    return buckets.isEmpty() ? null : poll(buckets.firstKey());
  }

  /** The oldest event of the least urgent priority. */
  @Nullable UniversalEvent pollLeastUrgent() {
    return buckets.isEmpty() ? null : poll(buckets.lastKey());
  }

  private @Nullable UniversalEvent poll(Integer priority) {
    ArrayDeque<UniversalEvent> bucket = buckets.get(priority);
    UniversalEvent event = bucket == null ? null : bucket.poll();
    if (bucket != null && bucket.isEmpty()) {
      buckets.remove(priority);
    }
    if (event != null) {
      size--;
    }
    return event;
  }

  void clear() {
    buckets.clear();
    size = 0;
  }
}
