package org.llmspell.hooks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookMetadata;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRegistry.HookInfo;
import org.llmspell.hooks.HookEntry.HookSource;

/**
 * Which hooks are at which point. Readers see an immutable snapshot behind one volatile field;
 * changes are made under a lock.
 */
final class HookTable {
  private static final HookEntry[] NONE = {};

  private Duration timeout;
  private final LongSupplier clock;
  private int perMinute;
  private final Map<HookPoint, List<HookEntry>> all = new LinkedHashMap<>();
  private final Map<String, HookState> states = new HashMap<>();
  private final Set<String> disabledNames = new HashSet<>();
  private final Set<String> disabledTags = new HashSet<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private boolean allDisabled;
  private volatile Snapshot snapshot = Snapshot.EMPTY;

  /** The enabled hooks, sorted. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and an array is quickest to read
  private record Snapshot(HookEntry[][] standard, Map<HookPoint, HookEntry[]> custom) {
    static final Snapshot EMPTY = new Snapshot(emptyTable(), Map.of());

    private static HookEntry[][] emptyTable() {
      var table = new HookEntry[StandardPoint.values().length][];
      Arrays.fill(table, NONE);
      return table;
    }
  }

  /**
   * Without hooks.
   *
   * @param timeout how long a run may take when the hook says nothing
   * @param perMinute how often a hook may run in a minute; 0 for no limit
   */
  HookTable(Duration timeout, LongSupplier clock, int perMinute) {
    this.timeout = timeout;
    this.clock = clock;
    this.perMinute = perMinute;
  }

  /** Other limits from now on, for the hooks that are there as well. */
  synchronized void change(Duration newTimeout, int newPerMinute) {
    timeout = newTimeout;
    all.values().forEach(list -> list.forEach(entry -> entry.timeout(newTimeout)));
    if (perMinute != newPerMinute) {
      perMinute = newPerMinute;
      states.values().forEach(state -> state.perMinute(newPerMinute, clock));
    }
  }

  /** Called after each change, on the thread that made it, without the lock. */
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  void forget(Runnable listener) {
    listeners.remove(listener);
  }

  /** The hooks to run, in order; not to be changed. */
  @SuppressWarnings("EnumOrdinal") // an array index is the cheapest look-up on the hot path
  HookEntry[] at(HookPoint point) {
    return point instanceof StandardPoint standard
        ? snapshot.standard[standard.ordinal()]
        : snapshot.custom.getOrDefault(point, NONE);
  }

  boolean isActive(HookPoint point) {
    return at(point).length != 0;
  }

  /**
   * Adds a hook at each of the points, or at none.
   *
   * @throws SpellException of kind Validation for a blank name or one that is taken
   */
  List<HookEntry> add(
      Collection<? extends HookPoint> points,
      HookMetadata metadata,
      HookSource source,
      boolean service) {
    List<HookEntry> added = new ArrayList<>();
    synchronized (this) {
      points.forEach(point -> check(point, metadata.name()));
      for (HookPoint point : points) {
        HookState state =
            states.computeIfAbsent(
                metadata.name(), name -> new HookState(name, metadata.limits(), clock, perMinute));
        state.use();
        var entry = new HookEntry(point, metadata, source, service, state, timeout);
        List<HookEntry> list = all.computeIfAbsent(point, _ -> new ArrayList<>());
        list.add(placeFor(metadata, list), entry);
        added.add(entry);
      }
      publish(points);
    }
    tell();
    return added;
  }

  private void check(HookPoint point, String name) {
    if (name.isBlank()) {
      throw SpellException.validation("name", "A hook needs a name that is not blank");
    }
    if (all.getOrDefault(point, List.of()).stream().anyMatch(e -> e.name().equals(name))) {
      throw SpellException.validation(
          "name",
          "A hook named '%s' is at %s already; take another name or unregister that one first"
              .formatted(name, point.text()));
    }
  }

  /** Behind all that run earlier or at the same time. */
  private static int placeFor(HookMetadata metadata, List<HookEntry> sorted) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).metadata().priority().compareTo(metadata.priority()) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Takes hooks away; those that were there. */
  List<HookEntry> remove(Predicate<HookEntry> which) {
    List<HookEntry> removed = new ArrayList<>();
    synchronized (this) {
      all.values().forEach(list -> list.stream().filter(which).forEach(removed::add));
      removed.forEach(this::drop);
    }
    if (!removed.isEmpty()) {
      tell();
    }
    return removed;
  }

  /** Takes one hook away; false when it is gone already. */
  boolean remove(HookEntry entry) {
    synchronized (this) {
      if (entry.isGone()) {
        return false;
      }
      drop(entry);
    }
    tell();
    return true;
  }

  private void drop(HookEntry entry) {
    List<HookEntry> list = all.getOrDefault(entry.point(), List.of());
    list.remove(entry);
    if (list.isEmpty()) {
      all.remove(entry.point());
    }
    if (entry.state().leave()) {
      states.remove(entry.name());
    }
    publish(List.of(entry.point()));
    entry.goes();
  }

  synchronized List<HookInfo> list(Predicate<HookInfo> filter) {
    return all.values().stream()
        .flatMap(List::stream)
        .map(entry -> entry.info(isEnabled(entry)))
        .filter(filter)
        .toList();
  }

  synchronized List<HookState> states() {
    return List.copyOf(states.values());
  }

  boolean setEnabled(String name, boolean enabled) {
    boolean known;
    synchronized (this) {
      known = states.containsKey(name);
      if (known) {
        put(disabledNames, name, !enabled);
        publish(all.keySet());
      }
    }
    tell();
    return known;
  }

  void setTagEnabled(String tag, boolean enabled) {
    synchronized (this) {
      put(disabledTags, tag, !enabled);
      publish(all.keySet());
    }
    tell();
  }

  void setAllEnabled(boolean enabled) {
    synchronized (this) {
      if (enabled) {
        disabledNames.clear();
        disabledTags.clear();
      }
    }
    switchAll(enabled);
  }

  /** As {@link #setAllEnabled}, but what was disabled by its name or tag stays so. */
  void switchAll(boolean enabled) {
    synchronized (this) {
      allDisabled = !enabled;
      publish(all.keySet());
    }
    tell();
  }

  private static void put(Set<String> set, String value, boolean in) {
    if (in) {
      set.add(value);
    } else {
      set.remove(value);
    }
  }

  private boolean isEnabled(HookEntry entry) {
    return !allDisabled
        && !disabledNames.contains(entry.name())
        && entry.metadata().tags().stream().noneMatch(disabledTags::contains);
  }

  @SuppressWarnings("EnumOrdinal") // see at()
  private void publish(Collection<? extends HookPoint> points) {
    HookEntry[][] standard = snapshot.standard.clone();
    Map<HookPoint, HookEntry[]> custom = new HashMap<>(snapshot.custom);
    for (HookPoint point : points) {
      HookEntry[] enabled =
          all.getOrDefault(point, List.of()).stream()
              .filter(this::isEnabled)
              .toArray(HookEntry[]::new);
      if (point instanceof StandardPoint known) {
        standard[known.ordinal()] = enabled;
      } else if (enabled.length == 0) {
        custom.remove(point);
      } else {
        custom.put(point, enabled);
      }
    }
    snapshot = new Snapshot(standard, Map.copyOf(custom));
  }

  private void tell() {
    listeners.forEach(Runnable::run);
  }
}
