package org.llmspell.state.backup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.store.OpenStore;

/**
 * A file with all changes of a restore, forwards and backwards. With it either direction can be
 * gone from anywhere in the middle, as often as needed. For one thread.
 */
final class RestorePlan {
  private static final int BATCH_ENTRIES = 1000;
  private static final long BATCH_BYTES = 4L << 20;

  private final Path file;
  private final FileKeys keys;
  private final OpenStore store;
  private final PortableRecords records;

  RestorePlan(Path file, FileKeys keys, OpenStore store) {
    this.file = file;
    this.keys = keys;
    this.store = store;
    this.records = new PortableRecords(store);
  }

  /** Makes the changes, or takes them back: afterwards the entries have their old bytes. */
  void apply(ChunkType direction, Pulse pulse) {
    List<StateWrite> batch = new ArrayList<>();
    long bytes = 0;
    try (var cursor = new RecordCursor(file, keys, direction)) {
      while (cursor.next()) {
        byte[] value = cursor.value();
        batch.add(write(direction, cursor.key(), value));
        bytes += cursor.key().length + (value == null ? 0L : value.length);
        if (batch.size() >= BATCH_ENTRIES || bytes >= BATCH_BYTES) {
          pulse.check();
          store.backend().write(batch);
          batch = new ArrayList<>();
          bytes = 0;
        }
        pulse.step();
      }
    }
    if (!batch.isEmpty()) {
      store.backend().write(batch);
    }
  }

  private StateWrite write(ChunkType direction, byte[] key, byte @Nullable [] value) {
    return direction == ChunkType.DATA ? records.write(key, value) : new StateWrite(key, value);
  }

  /** Reads back what was changed. */
  void verify(Pulse pulse) {
    try (var cursor = new RecordCursor(file, keys, ChunkType.DATA)) {
      while (cursor.next()) {
        byte[] present = store.backend().get(cursor.key());
        byte[] expected = cursor.value();
        boolean same =
            present == null
                ? expected == null
                : Arrays.equals(records.portable(cursor.key(), present), expected);
        if (!same) {
          throw SpellException.storage(
              "verify",
              "After the restore the entry '%s' is not what the backup has"
                  .formatted(org.llmspell.state.store.Keys.text(cursor.key())),
              null);
        }
        pulse.step();
      }
    }
  }
}
