package org.llmspell.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The open entries at one moment. Immutable.
 *
 * @param byName entries by folded name, the one that takes calls first
 * @param byAlias folded alias to folded name; a name goes before an alias
 * @param generation counts the changes
 */
record Snapshot(Map<String, List<ToolEntry>> byName, Map<String, String> byAlias, long generation) {

  static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of(), 0);

  static Snapshot of(Collection<ToolEntry> open, long generation) {
    Map<String, List<ToolEntry>> names = new TreeMap<>();
    for (ToolEntry entry : open) {
      names
          .computeIfAbsent(ToolProperties.fold(entry.info().name()), _ -> new ArrayList<>())
          .add(entry);
    }
    Map<String, String> aliases = new HashMap<>();
    names.forEach((name, entries) -> {
      Collections.sort(entries);
      for (ToolEntry entry : entries) {
        entry.info().aliases().forEach(a -> aliases.putIfAbsent(ToolProperties.fold(a), name));
      }
    });
    names.replaceAll((_, entries) -> List.copyOf(entries));
    // A hash map for look-up that keeps the order of names for listing.
    return new Snapshot(
        Collections.unmodifiableMap(new LinkedHashMap<>(names)), Map.copyOf(aliases), generation);
  }

  /** The entries of a name or alias; empty when there are none. */
  List<ToolEntry> find(String name) {
    List<ToolEntry> exact = byName.get(name);
    return exact != null ? exact : findFolded(ToolProperties.fold(name));
  }

  private List<ToolEntry> findFolded(String folded) {
    List<ToolEntry> entries = byName.get(folded);
    if (entries == null) {
      String name = byAlias.get(folded);
      entries = name == null ? null : byName.get(name);
    }
    return entries == null ? List.of() : entries;
  }
}
