package org.llmspell.workflows.checkpoint;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/** The entries of one run, those of the workflows that its steps run too. Safe to share. */
final class Ledger {
  private static final System.Logger LOG = System.getLogger("llmspell.workflows");
  private static final String STEP = "step:";
  private static final String DECISION = "decision:";
  private static final String NESTED = "workflow:";

  private final Shelf shelf;
  private final String id;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Map<String, Boolean> decisions = new ConcurrentHashMap<>();
  private final Map<String, Object> nested = new ConcurrentHashMap<>();
  private final Set<String> entered = ConcurrentHashMap.newKeySet();

  Ledger(Shelf shelf, String id) {
    this.shelf = shelf;
    this.id = id;
  }

  /** Reads what is there. */
  Ledger load() {
    shelf
        .entries(id)
        .forEach((key, value) -> {
          if (key.startsWith(STEP)) {
            String place = key.substring(STEP.length());
            entries.put(place, Entry.read(id, place, value));
          } else if (key.startsWith(DECISION) && value instanceof Boolean answer) {
            decisions.put(key.substring(DECISION.length()), answer);
          } else if (key.startsWith(NESTED) && value != null) {
            nested.put(key.substring(NESTED.length()), value);
          } else {
            throw Head.damaged(id, "'%s' is no part of it".formatted(key), null);
          }
        });
    return this;
  }

  String id() {
    return id;
  }

  Shelf shelf() {
    return shelf;
  }

  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  Optional<Entry> entry(String place) {
    return Optional.ofNullable(entries.get(place));
  }

  void put(Entry entry) {
    try {
      shelf.put(id, STEP + entry.place(), entry.plain());
    } catch (SpellException e) {
      throw new SpellException(
          e.kind() instanceof ErrorKind.Storage ? e.kind() : new ErrorKind.Workflow(null),
          "The checkpoint of step '%s' can not be written: %s".formatted(entry.step(), e.message()),
          e);
    }
    entries.put(entry.place(), entry);
  }

  void remove(List<String> places) {
    if (!places.isEmpty()) {
      shelf.delete(id, places.stream().map(STEP::concat).toList());
      places.forEach(entries::remove);
    }
  }

  Optional<Boolean> decision(String place) {
    return Optional.ofNullable(decisions.get(place));
  }

  void decide(String place, boolean answer) {
    shelf.put(id, DECISION + place, answer);
    decisions.put(place, answer);
  }

  /** What is known of a workflow that a step runs. */
  Optional<Object> nested(String prefix) {
    return Optional.ofNullable(nested.get(prefix));
  }

  void nest(String prefix, Map<String, @Nullable Object> about) {
    shelf.put(id, NESTED + prefix, about);
    nested.put(prefix, about);
  }

  /** Whether a workflow is run for the first time here; a later time starts from nothing. */
  boolean enter(String prefix) {
    if (entered.add(prefix)) {
      return true;
    }
    List<String> keys = new ArrayList<>();
    take(entries, STEP, prefix, keys);
    take(decisions, DECISION, prefix, keys);
    take(nested, NESTED, prefix, keys);
    shelf.delete(id, keys);
    return false;
  }

  private static void take(Map<String, ?> from, String kind, String prefix, List<String> keys) {
    from.keySet().removeIf(place -> place.startsWith(prefix) && keys.add(kind + place));
  }

  /** Does something that must not stop what goes on. */
  void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (SpellException e) {
      LOG.log(
          Level.WARNING, "The checkpoint of run %s: %s failed".formatted(id, what), (Throwable) e);
    }
  }
}
