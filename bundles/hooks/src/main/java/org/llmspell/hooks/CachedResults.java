package org.llmspell.hooks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;

/**
 * Results that hooks asked to keep, by tool and key. A result is served as long as its hook is
 * there and its time runs. The one used longest ago goes first. Safe to share between threads.
 */
final class CachedResults {
  private static final int MAX = 1_000;

  private final LongSupplier clock;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** What a result is kept under: a text of the hook, or the parameters of the call. */
  private record Key(String tool, Object key) {}

  private record Entry(HookEntry owner, long end, ToolOutput output) {}

  CachedResults(LongSupplier nanoClock) {
    this.clock = nanoClock;
  }

  synchronized @Nullable ToolOutput get(String tool, Object key) {
    Entry entry = entries.get(new Key(tool, key));
    if (entry == null) {
      return null;
    }
    if (entry.owner.isGone() || clock.getAsLong() - entry.end >= 0) {
      entries.remove(new Key(tool, key));
      return null;
    }
    return entry.output;
  }

  synchronized void put(HookEntry owner, String tool, Object key, Duration ttl, ToolOutput output) {
    entries.values().removeIf(entry -> entry.owner.isGone());
    entries.put(new Key(tool, key), new Entry(owner, clock.getAsLong() + ttl.toNanos(), output));
    if (entries.size() > MAX) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  synchronized boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Forgets what belongs to hooks that are gone. */
  synchronized void tidy() {
    entries.values().removeIf(entry -> entry.owner.isGone());
  }
}
