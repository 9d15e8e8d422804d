package org.llmspell.state.migration;

import java.util.Set;
import java.util.TreeSet;
import org.llmspell.state.store.OpenStore;

/** The numbers of the keys that the entries in undo logs are encrypted with. */
public final class UndoKeyNumbers {
  private UndoKeyNumbers() {}

  /**
   * Those of all migrations of a store on disk that can be undone.
   *
   * @throws org.llmspell.core.error.SpellException of kind Storage when a log can not be read
   */
  public static Set<Integer> of(OpenStore store) {
    var logs = new UndoLogs();
    var ledger = new Ledger(store);
    Set<String> needed = ledger.neededLogs();
    Set<Integer> numbers = new TreeSet<>();
    for (Ledger.Done done : ledger.history()) {
      Job job = done.job();
      if (needed.contains(job.id()) && logs.exists(store, job.id())) {
        try (UndoLog log = logs.open(store, job.id())) {
          log.read(
              job.undoLength(),
              entries -> {
                for (int i = 0; i < entries.size(); i++) {
                  numbers.add(store.codec().header(entries.key(i), entries.before(i)).keyId());
                }
              });
        }
      }
    }
    return numbers;
  }
}
