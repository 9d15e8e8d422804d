package org.llmspell.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;

/**
 * All entries, which of them are open, and the snapshot that callers see. Changes are made under
 * the lock and end with one volatile write; look-ups take no lock.
 */
final class ToolTable {
  private final long gapNanos;
  private final List<ToolEntry> entries = new ArrayList<>();
  private final Set<Long> held = new HashSet<>();
  private final Set<Long> retired = new HashSet<>();
  private final Map<String, Departure> departures = new HashMap<>();
  private final Set<ToolEntry> draining = new CopyOnWriteArraySet<>();
  private volatile Snapshot snapshot = Snapshot.EMPTY;

  /** A name whose last provider went away, and may come back. */
  private record Departure(long bundleId, long nanos) {}

  ToolTable(Duration gap) {
    gapNanos = gap.toNanos();
  }

  Snapshot snapshot() {
    return snapshot;
  }

  synchronized void add(ToolEntry entry) {
    entries.add(entry);
    if (retired.contains(entry.bundleId())) {
      entry.close();
    }
    publish();
  }

  /** Takes an entry out for new calls; the running ones are the caller's business. */
  synchronized void remove(ToolEntry entry) {
    entries.remove(entry);
    draining.add(entry);
    depart(entry);
    publish();
    entry.close();
  }

  /** The calls of an entry that was removed have ended. */
  void drained(ToolEntry entry) {
    draining.remove(entry);
  }

  synchronized void hold(long bundleId) {
    held.add(bundleId);
    publish();
  }

  synchronized void release(long bundleId) {
    held.remove(bundleId);
    publish();
  }

  synchronized void switchOver(long from, long to) {
    held.remove(to);
    retired.remove(to);
    retired.add(from);
    of(to).forEach(ToolEntry::open);
    publish();
    close(from);
  }

  synchronized void retire(long bundleId) {
    retired.add(bundleId);
    of(bundleId).forEach(this::depart);
    publish();
    close(bundleId);
  }

  private void close(long bundleId) {
    draining.addAll(of(bundleId));
    of(bundleId).forEach(ToolEntry::close);
  }

  synchronized void reopen(long bundleId) {
    retired.remove(bundleId);
    of(bundleId).forEach(ToolEntry::open);
    draining.removeAll(of(bundleId));
    publish();
  }

  /** The bundle is gone for good: nobody needs to wait for its tools. */
  synchronized void forget(long bundleId) {
    held.remove(bundleId);
    retired.remove(bundleId);
    departures.values().removeIf(departure -> departure.bundleId() == bundleId);
    publish();
  }

  synchronized List<ToolEntry> of(long bundleId) {
    return entries.stream().filter(entry -> entry.bundleId() == bundleId).toList();
  }

  private void depart(ToolEntry entry) {
    var departure = new Departure(entry.bundleId(), System.nanoTime());
    departures.put(ToolProperties.fold(entry.info().name()), departure);
    entry.info().aliases().forEach(a -> departures.put(ToolProperties.fold(a), departure));
  }

  private void publish() {
    List<ToolEntry> open =
        entries.stream()
            .filter(e -> !held.contains(e.bundleId()) && !retired.contains(e.bundleId()))
            .toList();
    snapshot = Snapshot.of(open, snapshot.generation() + 1);
    snapshot.byName().keySet().forEach(departures::remove);
    snapshot.byAlias().keySet().forEach(departures::remove);
    notifyAll();
  }

  /**
   * A lease on the tool of a name. Waits while the only provider of the name is away for a moment.
   *
   * @throws SpellException of kind Component when there is none
   */
  ToolEntry acquire(String name, ExecutionContext context) {
    while (true) {
      Snapshot seen = snapshot;
      for (ToolEntry entry : seen.find(name)) {
        if (entry.enter()) {
          return entry;
        }
      }
      awaitChange(name, seen, context);
    }
  }

  /**
   * A lease on a closed entry of a name, for a call from inside its bundle; null when the name has
   * an open entry or the call comes from elsewhere.
   */
  synchronized @Nullable ToolEntry enterClosed(String name, Call outer) {
    String folded = ToolProperties.fold(name);
    for (ToolEntry entry : draining) {
      if (ToolProperties.fold(entry.info().name()).equals(folded)
          && outer.isInside(entry.bundleId())) {
        entry.enterNested();
        return entry;
      }
    }
    return null;
  }

  /** Whether any entry is closed while calls are inside. */
  boolean isDraining() {
    return !draining.isEmpty();
  }

  /** Waits for the next snapshot; throws when there is nothing to wait for. */
  @SuppressWarnings("WaitNotInLoop") // the caller looks again in any case
  private synchronized void awaitChange(String name, Snapshot seen, ExecutionContext context) {
    if (snapshot != seen) {
      return;
    }
    Departure departure = departures.get(ToolProperties.fold(name));
    long rest = departure == null ? 0 : departure.nanos() + gapNanos - System.nanoTime();
    if (rest <= 0) {
      throw SpellException.component(Suggestions.notFound(name, seen), null);
    }
    try {
      context.cancellation().check();
      wait(Math.clamp(rest / 1_000_000, 1, 50));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SpellException.component(
          "The call of tool '%s' was interrupted while it waited for a new version".formatted(name),
          e);
    }
  }
}
