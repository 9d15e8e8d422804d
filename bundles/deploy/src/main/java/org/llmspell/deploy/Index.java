package org.llmspell.deploy;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which version of which plugin is active: the truth, to which everything else is made equal.
 * Immutable.
 *
 * @param byName the entries by name
 */
record Index(Map<String, Entry> byName) {

  static final Index EMPTY = new Index(Map.of());

  Index {
    byName = Collections.unmodifiableMap(new TreeMap<>(byName));
  }

  Collection<Entry> entries() {
    return byName.values();
  }

  Optional<Entry> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Index with(Entry entry) {
    var next = new TreeMap<>(byName);
    next.put(entry.name(), entry);
    return new Index(next);
  }

  Index without(String name) {
    var next = new TreeMap<>(byName);
    next.remove(name);
    return new Index(next);
  }

  /** The names of the files that are needed. */
  Set<String> files() {
    Set<String> files = new TreeSet<>();
    for (Entry entry : entries()) {
      files.add(entry.active().fileName());
      Release previous = entry.previous();
      if (previous != null) {
        files.add(previous.fileName());
      }
    }
    return files;
  }
}
