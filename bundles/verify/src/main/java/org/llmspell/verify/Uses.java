package org.llmspell.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PermissionUse;

/**
 * Collects what the classes of a plugin use. What depends on classes that come later in the jar
 * waits until all are there.
 */
final class Uses {
  /** How many are listed; more are only counted. */
  static final int LISTED = 1000;

  /** How many may wait. */
  private static final int WAITING = 100_000;

  private record Waiting(String owner, PermissionUse use) {}

  private final Set<PermissionUse> found = new LinkedHashSet<>();
  private final Map<PermissionUse, String> reasons = new java.util.HashMap<>();
  private final Map<Permission, Integer> counts = new EnumMap<>(Permission.class);
  private final Set<String> own = new HashSet<>();
  private final List<Waiting> calls = new ArrayList<>();
  private final List<PermissionUse> names = new ArrayList<>();
  private int unlisted;

  void ownClass(String name) {
    own.add(name);
  }

  /** A use for sure. */
  void add(PermissionUse use, String reason) {
    Permission needed = use.needed();
    if (needed != null && counts.getOrDefault(needed, 0) >= LISTED) {
      unlisted++;
      return;
    }
    if (needed == null && reasons.size() >= LISTED) {
      unlisted++;
      return;
    }
    if (found.add(use)) {
      if (needed == null) {
        reasons.put(use, reason);
      } else {
        counts.merge(needed, 1, Integer::sum);
      }
    }
  }

  /** A use unless the class that is called is in the jar itself. */
  void unlessOwn(String owner, PermissionUse use) throws RefusedException {
    calls.add(new Waiting(owner, use));
    if (calls.size() > WAITING) {
      throw new RefusedException("it calls too much that takes files or URLs: more than " + WAITING);
    }
  }

  /** A class that is named; a use when the plugin uses reflection. */
  void name(PermissionUse use) throws RefusedException {
    names.add(use);
    if (names.size() > WAITING) {
      throw new RefusedException("it names too many classes of the JDK: more than " + WAITING);
    }
  }

  /** All that was found. Reasons are asked for by {@link #reason}. */
  List<PermissionUse> all() {
    for (Waiting call : calls) {
      if (!own.contains(call.owner)) {
        add(call.use, "");
      }
    }
    calls.clear();
    if (counts.containsKey(Permission.REFLECTION)) {
      names.forEach(use -> add(use, "it could be reached by reflection"));
    }
    names.clear();
    return List.copyOf(found);
  }

  /** Why no plugin may do this. */
  Optional<String> reason(PermissionUse use) {
    return Optional.ofNullable(reasons.get(use));
  }

  /** How many are not listed. */
  int unlisted() {
    return unlisted;
  }
}
