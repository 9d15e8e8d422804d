package org.llmspell.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.ToolInfo;

/**
 * All entries, which of them are open, and the snapshot that callers see. Changes are made under
 * the lock and end with one volatile write, before the entries that leave are closed: so there is
 * no moment in which a caller finds neither the old entry nor the new one. Look-ups take no lock.
 */
final class ToolTable {
  private static final long LOOK_MILLIS = 50;

  private final long gapNanos;
  private final List<ToolEntry> entries = new ArrayList<>();
  private final Set<Long> held = new HashSet<>();
  private final Set<Long> retired = new HashSet<>();
  private final Map<String, Departure> departures = new HashMap<>();

  /** Closed entries that may still have calls inside. */
  private final Set<ToolEntry> draining = new LinkedHashSet<>();

  private volatile Snapshot snapshot = Snapshot.EMPTY;

  /**
   * A name whose last provider went away, and may come back.
   *
   * @param leaving whether the provider still has calls inside; the gap begins after them
   */
  private record Departure(long bundleId, long nanos, boolean leaving) {

    long restNanos(long gapNanos) {
      return leaving ? gapNanos : nanos + gapNanos - System.nanoTime();
    }
  }

  ToolTable(Duration gap) {
    gapNanos = gap.toNanos();
  }

  Snapshot snapshot() {
    return snapshot;
  }

  synchronized void add(ToolEntry entry) {
    entries.add(entry);
    publish();
    if (retired.contains(entry.bundleId())) {
      entry.gate().close();
    }
  }

  /** A tool says something else about itself. */
  synchronized void describe(ToolEntry entry, ToolInfo info) {
    entry.describe(info);
    publish();
  }

  /**
   * Takes an entry out. When its whole bundle stops, the bundle's other tools are closed with it:
   * calls inside may need them until the last one has ended.
   *
   * @return the closed entries whose calls must end before the service may go
   */
  synchronized List<ToolEntry> remove(ToolEntry entry, boolean bundleStops) {
    long bundleId = entry.bundleId();
    List<ToolEntry> leaving = new ArrayList<>(bundleStops ? of(bundleId) : List.of(entry));
    if (bundleStops) {
      draining.stream()
          .filter(e -> e.bundleId() == bundleId && !leaving.contains(e))
          .forEach(leaving::add);
      retired.add(bundleId);
    }
    entries.remove(entry);
    leaving.forEach(e -> depart(e, true));
    publish();
    close(leaving);
    return leaving;
  }

  /**
   * Ends the draining of entries, unless a call came in meanwhile from inside another one.
   *
   * @param chain the calls that the current thread is inside of
   */
  synchronized boolean drained(List<ToolEntry> idle, @Nullable Lease chain) {
    for (ToolEntry entry : idle) {
      if (entry.gate().isClosed() && entry.gate().inside() > Lease.count(chain, entry)) {
        return false;
      }
    }
    idle.forEach(draining::remove);
    return true;
  }

  /** The service of an entry that was removed goes now: the gap begins. */
  synchronized void gone(ToolEntry entry) {
    draining.remove(entry);
    long now = System.nanoTime();
    departures.replaceAll((name, departure) ->
        departure.leaving() && entry.isNamed(name)
            ? new Departure(departure.bundleId(), now, false)
            : departure);
    notifyAll();
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
    reopenEntries(to);
    retired.add(from);
    publish();
    close(of(from));
  }

  synchronized void retire(long bundleId) {
    retired.add(bundleId);
    of(bundleId).forEach(entry -> depart(entry, false));
    publish();
    close(of(bundleId));
  }

  synchronized void reopen(long bundleId) {
    reopenEntries(bundleId);
    publish();
  }

  /** The bundle has stopped: when it starts again, its tools take calls again. */
  synchronized void stopped(long bundleId) {
    if (retired.contains(bundleId)) {
      reopen(bundleId);
    }
  }

  /** The bundle is gone for good: nobody needs to wait for its tools. */
  synchronized void forget(long bundleId) {
    held.remove(bundleId);
    retired.remove(bundleId);
    departures.values().removeIf(departure -> departure.bundleId() == bundleId);
    publish();
  }

  /** Nobody needs to wait for anything any more. */
  synchronized void close() {
    departures.clear();
    notifyAll();
  }

  synchronized List<ToolEntry> of(long bundleId) {
    return entries.stream().filter(entry -> entry.bundleId() == bundleId).toList();
  }

  private void close(List<ToolEntry> leaving) {
    draining.addAll(leaving);
    leaving.forEach(entry -> entry.gate().close());
  }

  private void reopenEntries(long bundleId) {
    retired.remove(bundleId);
    for (ToolEntry entry : of(bundleId)) {
      entry.gate().open();
      draining.remove(entry);
    }
  }

  private void depart(ToolEntry entry, boolean leaving) {
    var departure = new Departure(entry.bundleId(), System.nanoTime(), leaving);
    departures.put(ToolProperties.fold(entry.info().name()), departure);
    entry.info().aliases().forEach(a -> departures.put(ToolProperties.fold(a), departure));
  }

  private void publish() {
    List<ToolEntry> open =
        entries.stream()
            .filter(e -> !held.contains(e.bundleId()) && !retired.contains(e.bundleId()))
            .toList();
    snapshot = Snapshot.of(open, snapshot.generation() + 1);
    departures.keySet().removeIf(name -> !snapshot.find(name).isEmpty());
    notifyAll();
  }

  /**
   * A lease on the tool of a name. Waits while the only provider of the name is away for a moment.
   *
   * @param callers tells whether the caller is, directly or not, inside a call that fits
   * @throws SpellException of kind Component when there is none
   */
  ToolEntry acquire(String name, ExecutionContext context, Predicate<Predicate<Lease>> callers) {
    while (true) {
      Snapshot seen = snapshot;
      for (ToolEntry entry : seen.find(name)) {
        if (entry.gate().enter()) {
          return entry;
        }
      }
      ToolEntry closed = enterClosedOrWait(name, seen, context, callers);
      if (closed != null) {
        return closed;
      }
    }
  }

  /** Null when it is time to look again; throws when there is nothing to wait for. */
  @SuppressWarnings("WaitNotInLoop") // the caller looks again in any case
  private synchronized @Nullable ToolEntry enterClosedOrWait(
      String name, Snapshot seen, ExecutionContext context, Predicate<Predicate<Lease>> callers) {
    if (snapshot != seen) {
      return null;
    }
    String folded = ToolProperties.fold(name);
    ToolEntry closed = closedFor(folded, callers);
    if (closed != null) {
      closed.gate().force();
      return closed;
    }
    Departure departure = departures.get(folded);
    long rest = departure == null ? 0 : departure.restNanos(gapNanos);
    if (rest <= 0) {
      throw SpellException.component(Suggestions.notFound(name, seen), null);
    }
    Failures.check(name, context);
    try {
      wait(Math.clamp(rest / 1_000_000, 1, LOOK_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SpellException.component(
          "The call of tool '%s' was interrupted while it waited for a new version".formatted(name),
          e);
    }
    return null;
  }

  /**
   * A closed entry that waits for the very call that asks for it: it must be let in, or both would
   * wait for each other. With a stopping bundle this is any call from inside the bundle.
   */
  private @Nullable ToolEntry closedFor(String folded, Predicate<Predicate<Lease>> callers) {
    for (ToolEntry entry : draining) {
      boolean wholeBundle = retired.contains(entry.bundleId());
      if (entry.isNamed(folded)
          && callers.test(
              lease -> wholeBundle ? lease.isInside(entry.bundleId()) : lease.isInside(entry))) {
        return entry;
      }
    }
    return null;
  }

  /** For tests: whether nothing of what is gone is remembered. */
  synchronized boolean isForgetful() {
    return draining.isEmpty() && departures.isEmpty() && retired.isEmpty() && held.isEmpty();
  }
}
