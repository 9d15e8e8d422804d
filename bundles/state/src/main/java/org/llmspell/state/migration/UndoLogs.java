package org.llmspell.state.migration;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.llmspell.core.error.SpellException;
import org.llmspell.state.store.OpenStore;

/**
 * The undo logs of stores: files in the folder {@code migration} of the store, or in memory when
 * the store has no folder. Safe to share between threads.
 */
final class UndoLogs {
  private static final String FOLDER = "migration";
  private static final String SUFFIX = ".undo";

  private final Map<String, MemoryUndo> inMemory = new ConcurrentHashMap<>();

  UndoLog create(OpenStore store, String id) {
    Path folder = store.folder().orElse(null);
    if (folder == null) {
      var log = new MemoryUndo();
      inMemory.put(id, log);
      return log;
    }
    return FileUndo.create(path(folder, id));
  }

  /**
   * The log of a migration.
   *
   * @throws SpellException of kind Storage when it is gone
   */
  UndoLog open(OpenStore store, String id) {
    Path folder = store.folder().orElse(null);
    if (folder != null) {
      return FileUndo.open(path(folder, id));
    }
    MemoryUndo log = inMemory.get(id);
    if (log == null) {
      throw SpellException.storage(
          "read", "What the migration '%s' has changed is not kept any more".formatted(id), null);
    }
    return log;
  }

  boolean exists(OpenStore store, String id) {
    return store
        .folder()
        .map(folder -> Files.exists(path(folder, id)))
        .orElseGet(() -> inMemory.containsKey(id));
  }

  /** Removes all logs but some. */
  void keepOnly(OpenStore store, Set<String> ids) {
    Path folder = store.folder().orElse(null);
    if (folder == null) {
      inMemory.keySet().retainAll(ids);
      return;
    }
    for (String id : files(folder)) {
      if (!ids.contains(id)) {
        try {
          Files.deleteIfExists(path(folder, id));
        } catch (IOException e) {
          throw SpellException.io(e);
        }
      }
    }
  }

  private static List<String> files(Path folder) {
    Path logs = folder.resolve(FOLDER);
    List<String> ids = new ArrayList<>();
    if (Files.isDirectory(logs)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(logs, "*" + SUFFIX)) {
        for (Path file : found) {
          String name = String.valueOf(file.getFileName());
          ids.add(name.substring(0, name.length() - SUFFIX.length()));
        }
      } catch (IOException e) {
        throw SpellException.io(e);
      }
    }
    return ids;
  }

  private static Path path(Path folder, String id) {
    return folder.resolve(FOLDER).resolve(id + SUFFIX);
  }
}
