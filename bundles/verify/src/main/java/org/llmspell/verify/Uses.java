package org.llmspell.verify;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PermissionUse;

/**
 * Collects what the classes of a plugin use. What depends on classes that come later in the jar
 * waits until all are there.
 */
final class Uses {
  /** How many are kept of each kind; more only make a report unreadable. */
  private static final int KEPT = 1000;

  /** How many may wait. */
  private static final int WAITING = 100_000;

  private record Waiting(String owner, PermissionUse use) {}

  private final Set<PermissionUse> found = new LinkedHashSet<>();
  private final Set<Permission> seen = EnumSet.noneOf(Permission.class);
  private final Set<String> forbidden = new LinkedHashSet<>();
  private final Set<String> own = new HashSet<>();
  private final List<Waiting> calls = new ArrayList<>();
  private int unlisted;

  /** A class of the jar, by its name in class files. */
  void ownClass(String name) {
    own.add(name);
  }

  /** Whether a class is in the jar. */
  boolean isOwn(String name) {
    return own.contains(name);
  }

  /** A use for sure. */
  void add(PermissionUse use) {
    // No permission may be missed, so only more of the same may be left out.
    if (seen.add(use.permission()) || found.size() < KEPT) {
      found.add(use);
    } else {
      unlisted++;
    }
  }

  /** What no plugin may do. */
  void forbid(String what) {
    if (forbidden.size() < KEPT) {
      forbidden.add(what);
    } else {
      unlisted++;
    }
  }

  /** A use unless the class that is called is in the jar itself. */
  void unlessOwn(String owner, PermissionUse use) throws RefusedException {
    calls.add(new Waiting(owner, use));
    if (calls.size() > WAITING) {
      throw new RefusedException(
          "it calls too much that takes files or URLs: more than " + WAITING);
    }
  }

  /**
   * All that was found, when all classes are there.
   *
   * @param shadowed whether a class of the jar is not used, because another bundle has it too
   */
  List<PermissionUse> all(Predicate<String> shadowed) {
    for (Waiting call : calls) {
      if (!isOwn(call.owner) || shadowed.test(call.owner)) {
        add(call.use);
      }
    }
    calls.clear();
    return List.copyOf(found);
  }

  /** What no plugin may do. */
  List<String> forbidden() {
    return List.copyOf(forbidden);
  }

  /** How many are not listed. */
  int unlisted() {
    return unlisted;
  }
}
