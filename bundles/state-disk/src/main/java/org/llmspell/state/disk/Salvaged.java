package org.llmspell.state.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.EntryVisitor;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateWrite;

/**
 * Takes what was saved out of a broken store into a new one, many entries with one write. For one
 * thread.
 */
public final class Salvaged implements EntryVisitor {
  private static final long BATCH_BYTES = 1 << 20;

  private final StateBackend store;
  private final List<StateWrite> changes = new ArrayList<>();
  private long bytes;

  /** Into a store that is open. */
  public Salvaged(StateBackend store) {
    this.store = store;
  }

  @Override
  public boolean visit(byte[] key, byte[] value) {
    changes.add(StateWrite.put(key, value));
    bytes += key.length + value.length;
    if (bytes > BATCH_BYTES) {
      flush();
    }
    return true;
  }

  /** Writes what is left. */
  public void flush() {
    store.write(changes);
    changes.clear();
    bytes = 0;
  }

  /** Refuses a folder that has something in it. */
  public static void refuseFullTarget(Path target) {
    if (!Files.exists(target)) {
      return;
    }
    try (Stream<Path> files = Files.list(target)) {
      if (files.findAny().isPresent()) {
        throw SpellException.storage(
            "salvage",
            "'%s' is not an empty folder; name one that is empty or does not exist"
                .formatted(target),
            null);
      }
    } catch (IOException e) {
      throw Failures.failed("salvage", target, e);
    }
  }
}
