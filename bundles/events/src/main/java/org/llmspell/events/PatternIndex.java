package org.llmspell.events;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the entries whose patterns fit a type without looking at all of them. Types without a star
 * are looked up; the others hang in a tree by what they begin with, there in a tree by what they
 * end with, and there, if they have something in between, in a tree by the longest piece of it.
 *
 * <p>Changes are made by one thread at a time; look-ups need no lock.
 *
 * @param <T> the entries, compared by identity
 */
final class PatternIndex<T> {
  private final Map<String, List<T>> exact = new ConcurrentHashMap<>();
  private final Trie<Trie<Cell<T>>> prefixes = new Trie<>(false);

  /** Patterns with the same beginning and end. */
  private static final class Cell<T> {
    volatile List<T> open = List.of();
    final Trie<List<Middle<T>>> middles = new Trie<>(false);

    boolean isEmpty() {
      return open.isEmpty() && middles.isEmpty();
    }
  }

  private record Middle<T>(EventPattern pattern, T entry) {}

  /** Adds an entry under a pattern. */
  synchronized void add(EventPattern pattern, T entry) {
    if (pattern.isExact()) {
      exact.merge(pattern.text(), List.of(entry), PatternIndex::joined);
      return;
    }
    Cell<T> cell =
        prefixes
            .computeIfAbsent(pattern.prefix(), () -> new Trie<>(true))
            .computeIfAbsent(pattern.suffix(), Cell::new);
    if (pattern.middles().isEmpty()) {
      cell.open = joined(cell.open, List.of(entry));
      return;
    }
    String anchor = anchor(pattern);
    List<Middle<T>> known = cell.middles.computeIfAbsent(anchor, List::of);
    cell.middles.put(anchor, joined(known, List.of(new Middle<>(pattern, entry))));
  }

  private static <E> List<E> joined(List<E> a, List<E> b) {
    List<E> all = new ArrayList<>(a);
    all.addAll(b);
    return List.copyOf(all);
  }

  private static <E> List<E> without(List<E> list, E entry) {
    return list.stream().filter(other -> other != entry).toList();
  }

  private static String anchor(EventPattern pattern) {
    return pattern.middles().stream()
        .max(Comparator.comparingInt(String::length))
        .orElseThrow(IllegalStateException::new);
  }

  /** Removes an entry from under a pattern, and all that was there for it alone. */
  synchronized void remove(EventPattern pattern, T entry) {
    if (pattern.isExact()) {
      exact.computeIfPresent(
          pattern.text(),
          (_, list) -> {
            List<T> rest = without(list, entry);
            return rest.isEmpty() ? null : rest;
          });
      return;
    }
    Trie<Cell<T>> suffixes = prefixes.get(pattern.prefix());
    Cell<T> cell = suffixes == null ? null : suffixes.get(pattern.suffix());
    if (suffixes == null || cell == null) {
      return;
    }
    if (pattern.middles().isEmpty()) {
      cell.open = without(cell.open, entry);
    } else {
      removeMiddle(cell, anchor(pattern), entry);
    }
    if (cell.isEmpty()) {
      suffixes.remove(pattern.suffix());
    }
    if (suffixes.isEmpty()) {
      prefixes.remove(pattern.prefix());
    }
  }

  private static <T> void removeMiddle(Cell<T> cell, String anchor, T entry) {
    List<Middle<T>> known = cell.middles.get(anchor);
    if (known == null) {
      return;
    }
    List<Middle<T>> rest = known.stream().filter(middle -> middle.entry != entry).toList();
    if (rest.isEmpty()) {
      cell.middles.remove(anchor);
    } else {
      cell.middles.put(anchor, rest);
    }
  }

  /** The entries that have a pattern which fits a type, each once, in no particular order. */
  List<T> find(String type) {
    List<T> found = new ArrayList<>(exact.getOrDefault(type, List.of()));
    int end = type.length();
    // The beginning and the end of a type must not overlap: a*a does not fit a.
    prefixes.visit(
        type,
        0,
        end,
        (suffixes, start) ->
            suffixes.visit(type, start, end, (cell, _) -> collect(cell, type, found)));
    return found.size() < 2 ? found : List.copyOf(distinct(found));
  }

  private static <T> Set<T> distinct(List<T> found) {
    Set<T> each = Collections.newSetFromMap(new IdentityHashMap<>(found.size()));
    each.addAll(found);
    return each;
  }

  private static <T> void collect(Cell<T> cell, String type, List<T> found) {
    found.addAll(cell.open);
    if (cell.middles.isEmpty()) {
      return;
    }
    Trie.Visitor<List<Middle<T>>> add =
        (list, _) -> {
          for (Middle<T> middle : list) {
            if (middle.pattern.matches(type)) {
              found.add(middle.entry);
            }
          }
        };
    for (int from = 0; from < type.length(); from++) {
      cell.middles.visit(type, from, type.length(), add);
    }
  }

  /** Whether nothing is in it. */
  boolean isEmpty() {
    return exact.isEmpty() && prefixes.isEmpty();
  }
}
