package org.llmspell.security.process;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A program and all that it has started. Who has lost its parent is no descendant any more, so
 * those that were seen are remembered.
 */
final class ProcessTree {
  private static final int ROUNDS = 5;

  private final Process root;
  private final Set<ProcessHandle> seen = new LinkedHashSet<>();

  ProcessTree(Process root) {
    this.root = root;
  }

  /** Looks who is there now. */
  void look() {
    root.descendants().forEach(seen::add);
    for (ProcessHandle known : List.copyOf(seen)) {
      known.descendants().forEach(seen::add);
    }
  }

  /** Kills all of them; again, as long as new ones turn up. */
  void kill() {
    for (int round = 0; round < ROUNDS; round++) {
      int before = seen.size();
      look();
      root.destroyForcibly();
      for (ProcessHandle known : seen) {
        known.destroyForcibly();
      }
      if (round > 0 && seen.size() == before) {
        return;
      }
    }
  }
}
