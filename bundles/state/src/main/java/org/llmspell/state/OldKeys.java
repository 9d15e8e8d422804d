package org.llmspell.state;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.llmspell.core.error.SpellException;
import org.llmspell.state.backup.BackupKeyNumbers;
import org.llmspell.state.migration.UndoKeyNumbers;
import org.llmspell.state.store.KeyRing;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StateSettings;

/**
 * Forgets the keys that nothing needs any more: no entry, no undo log, no backup. As long as
 * something can not be looked into, another store beside this one for example, all are kept.
 */
final class OldKeys {
  private static final System.Logger LOG = System.getLogger("llmspell.state");
  private static final byte[] ALL = {};

  private OldKeys() {}

  static void drop(OpenStore store, KeyRing keys, StateSettings settings) {
    // Alone, because going back behind a migration brings back entries with old keys.
    store.exclusively(
        "forgetting old keys",
        () -> {
          try {
            if (keys.ids().size() > 1 && store.pending().isEmpty() && !hasNeighbours(settings)) {
              keys.keepOnly(needed(store, settings));
            }
          } catch (SpellException e) {
            LOG.log(
                Level.WARNING,
                "All keys of state are kept, because one may be needed: {0}",
                e.message());
          }
          return true;
        });
  }

  private static Set<Integer> needed(OpenStore store, StateSettings settings) {
    Set<Integer> numbers = new TreeSet<>(BackupKeyNumbers.of(settings));
    numbers.addAll(UndoKeyNumbers.of(store));
    store
        .backend()
        .scan(
            ALL,
            ALL,
            (key, bytes) -> {
              numbers.add(store.codec().header(key, bytes).keyId());
              return true;
            });
    return numbers;
  }

  /** Whether there are other stores, damaged ones for example, that use the same key file. */
  private static boolean hasNeighbours(StateSettings settings) {
    Set<String> own = Set.of(settings.backend(), "migration");
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(settings.path(), Files::isDirectory)) {
      for (Path folder : folders) {
        if (!own.contains(String.valueOf(folder.getFileName()))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw SpellException.io(e);
    }
  }
}
