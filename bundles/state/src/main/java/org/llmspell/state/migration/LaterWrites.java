package org.llmspell.state.migration;

import java.util.Map;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.migration.MigrationResult;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.RecordCodec;

/** Finds entries that were written after a migration, which a rollback would lose. */
final class LaterWrites {
  private final OpenStore store;
  private final Ledger.Done done;
  private final Watch watch;

  LaterWrites(OpenStore store, Ledger.Done done, Watch watch) {
    this.store = store;
    this.done = done;
    this.watch = watch;
  }

  /**
   * Returns when there are none.
   *
   * @throws SpellException of kind Validation when there are
   */
  void refuse(UndoLog undo, Targets targets) {
    long[] changed = new long[1];
    undo.read(
        done.job().undoLength(),
        entries -> {
          for (int i = 0; i < entries.size(); i++) {
            watch.tick();
            byte[] now = store.backend().get(entries.key(i));
            if (now == null || UndoLog.check(now) != entries.check(i)) {
              changed[0]++;
            }
          }
        });
    long end = done.job().startedMillis() + done.result().duration().toMillis();
    store
        .backend()
        .scan(
            targets.prefix(),
            targets.prefix(),
            (key, bytes) -> {
              watch.tick();
              if (changed[0] == 0 && targets.isTarget(key)) {
                RecordCodec.Header header = store.codec().header(key, bytes);
                boolean isNew =
                    !Stamps.isStamp(header.schemaVersion())
                        && (header.modifiedMillis() > end || isTable(key, bytes, header));
                changed[0] += isNew ? 1 : 0;
              }
              return changed[0] == 0;
            });
    if (changed[0] > 0) {
      throw SpellException.validation(
          "force",
          "Rollback failed: entries were written since the migration (%d or more), and their new values would be lost or have the wrong version. Use force to roll back all the same"
              .formatted(changed[0]));
    }
  }

  /**
   * Whether it is an entry that the migration would have changed: a whole one leaves no such entry.
   * This tells of new entries when the clock was set back.
   */
  private boolean isTable(byte[] key, byte[] bytes, RecordCodec.Header header) {
    return done.result().status() == MigrationResult.Status.COMPLETED
        && !header.isExpired(store.clock().millis())
        && store.codec().value(key, bytes, header) instanceof Map;
  }
}
