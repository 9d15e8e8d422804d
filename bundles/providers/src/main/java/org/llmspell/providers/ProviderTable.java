package org.llmspell.providers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/**
 * The providers that are there now. A call enters the best one of its name; one that goes lets the
 * calls inside end; a call that comes while the only one of a name is away waits for its successor.
 */
final class ProviderTable {
  private static final long LOOK_MILLIS = 20;
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Duration gap;
  private final Duration patience;
  private final List<Entry> entries = new ArrayList<>();

  /** Names whose last provider went, with when; null while it still has calls inside. */
  private final Map<String, @Nullable Long> departures = new HashMap<>();

  /**
   * An empty table.
   *
   * @param gap how long a call waits for a provider that is away
   * @param patience how long a provider that goes waits for its calls
   */
  ProviderTable(Duration gap, Duration patience) {
    this.gap = gap;
    this.patience = patience;
  }

  synchronized void add(Entry entry) {
    entries.add(entry);
    entries.sort(null);
    names(entry).forEach(departures::remove);
    notifyAll();
  }

  private static List<String> names(Entry entry) {
    List<String> names = new ArrayList<>(entry.description().aliases());
    names.add(entry.description().name());
    return names;
  }

  /**
   * Takes an entry out and returns when its calls have ended, at the latest when its patience is
   * over: then they are cut off.
   *
   * @return how many were cut off
   */
  int remove(Entry entry) {
    synchronized (this) {
      entries.remove(entry);
      entry.close();
      for (String name : names(entry)) {
        if (best(name).isEmpty()) {
          departures.put(name, null);
        }
      }
      notifyAll();
    }
    int cut = 0;
    if (!awaitCalls(entry, patience)) {
      List<Call> late = inside(entry);
      cut = late.size();
      late.forEach(call -> call.cut("its provider was stopped"));
      awaitCalls(entry, GRACE);
    }
    entry.dispose();
    synchronized (this) {
      long now = System.nanoTime();
      for (String name : names(entry)) {
        if (departures.containsKey(name)) {
          departures.put(name, now);
        }
      }
      notifyAll();
    }
    return cut;
  }

  private synchronized List<Call> inside(Entry entry) {
    return entry.inside();
  }

  private synchronized boolean awaitCalls(Entry entry, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (!entry.inside().isEmpty()) {
      long rest = end - System.nanoTime();
      if (rest <= 0) {
        return false;
      }
      try {
        wait(rest / 1_000_000 + 1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** Nobody waits for a provider any more. */
  synchronized void close() {
    departures.clear();
    notifyAll();
  }

  /** What the best provider of a name says of itself. */
  synchronized Optional<Description> find(String name) {
    return best(name).map(Entry::description);
  }

  /** All of them, the best of each name, by name. */
  synchronized List<Description> all() {
    Map<String, Description> found = new TreeMap<>();
    entries.forEach(e -> found.putIfAbsent(e.description().name(), e.description()));
    return List.copyOf(found.values());
  }

  private Optional<Entry> best(String name) {
    return entries.stream()
        .filter(entry -> entry.description().name().equals(name))
        .findFirst()
        .or(() -> entries.stream().filter(e -> e.description().isNamed(name)).findFirst());
  }

  /**
   * Lets a call into the best provider of a name. The call leaves with {@link #exit}.
   *
   * @throws SpellException of kind Configuration when there is none
   * @throws CancellationException when the call is cancelled while it waits
   */
  synchronized Entry enter(String name, Call call, ExecutionContext context) {
    while (true) {
      Optional<Entry> entry = best(name);
      if (entry.isPresent() && entry.get().enter(call)) {
        return entry.get();
      }
      if (!departures.containsKey(name)) {
        throw unknown(name);
      }
      Long since = departures.get(name);
      long rest = since == null ? Long.MAX_VALUE : since + gap.toNanos() - System.nanoTime();
      if (rest <= 0) {
        departures.remove(name);
        throw unknown(name);
      }
      Calls.check(context, call.name());
      try {
        wait(Math.clamp(rest / 1_000_000, 1, LOOK_MILLIS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Calls.interrupted(call.name());
      }
    }
  }

  synchronized void exit(Entry entry, Call call) {
    entry.exit(call);
    notifyAll();
  }

  private SpellException unknown(String name) {
    List<String> known = all().stream().filter(Description::listed).map(Description::name).toList();
    return new SpellException(
        new ErrorKind.Configuration(),
        "There is no provider '%s'; there are %s. Set providers.%s.provider_type to one of these, or install a bundle with it"
            .formatted(name, known.isEmpty() ? "none" : String.join(", ", known), name));
  }
}
