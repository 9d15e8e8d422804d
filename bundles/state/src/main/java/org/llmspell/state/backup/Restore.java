package org.llmspell.state.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backup.RecoveryState;
import org.llmspell.core.state.backup.RestoreOptions;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.PendingTask;

/**
 * Changes the state to the one of a chain. First the changes are written to a plan and on disk,
 * then the store notes that they are being made, then they are made. For one restore, one thread,
 * which has the store for itself.
 */
final class Restore {
  /** The kind of the pending task. */
  static final String KIND = "restore";

  static final String PHASE = "phase";
  static final String PLAN = "plan";
  static final String PLANNING = "planning";
  static final String APPLYING = "applying";
  static final String UNDOING = "undoing";
  static final String DONE = "done";
  private static final String PREFIX = "restore-";
  private static final String SUFFIX = ".plan";

  private final OpenStore store;
  private final Workshop shop;
  private final Path folder;
  private final FileKeys planKeys;
  private final Path plan;
  private final Pulse pulse;
  private final Stages stages;

  /** Hears how far the restore is. */
  interface Stages {
    void at(RecoveryState state);

    /** The restore failed, and is taken back. */
    void rollingBack(RuntimeException cause);
  }

  Restore(OpenStore store, Workshop shop, Pulse pulse, Stages stages) {
    this.store = store;
    this.shop = shop;
    this.pulse = pulse;
    this.stages = stages;
    folder = store.folder().orElse(shop.folder().path());
    planKeys = planKeys(store);
    plan = folder.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
  }

  /** A plan is protected as the store is: it lies beside it. */
  static FileKeys planKeys(OpenStore store) {
    return store.keys().<FileKeys>map(StoreKeys::new).orElse(FileKeys.NONE);
  }

  /** Changes the state. When it fails the state is the one from before. */
  Differences run(Chain chain, RestoreOptions options) {
    clean();
    note(PLANNING);
    Differences differences;
    try {
      differences = plan(chain, options);
      shop.disk().syncFolder(folder);
      note(APPLYING);
    } catch (IOException e) {
      SpellException problem = Damage.io("write", plan, e);
      giveUp(problem);
      throw problem;
    } catch (RuntimeException e) {
      giveUp(e);
      throw e;
    }
    try {
      var changes = new RestorePlan(plan, planKeys, store);
      stages.at(RecoveryState.RESTORING_DATA);
      pulse.phase("restoring", differences.total());
      changes.apply(ChunkType.DATA, pulse);
      store.backend().sync();
      pulse.end();
      stages.at(RecoveryState.VERIFYING_RESTORE);
      pulse.phase("verifying", differences.total());
      changes.verify(pulse);
      pulse.end();
      store.end(KIND);
    } catch (RuntimeException e) {
      rollBack(e);
      throw e;
    }
    shop.folder().discard(plan);
    return differences;
  }

  private Differences plan(Chain chain, RestoreOptions options) {
    pulse.phase("comparing", store.backend().size());
    try (BackupFile file =
            BackupFile.create(
                plan,
                shop.disk(),
                FileKind.PLAN,
                chain.last().id(),
                null,
                Compression.LZ4,
                1,
                planKeys);
        Cursor target = chain.open(shop.keys());
        StateSnapshot present = store.backend().snapshot()) {
      Differences differences =
          new Differences(
                  new PortableRecords(store),
                  options.targetScopes(),
                  options.preserveUntracked(),
                  (key, wanted, had) -> {
                    file.records().data(key, wanted);
                    file.records().undo(key, had);
                  },
                  pulse)
              .run(present, target);
      file.records().finish();
      pulse.end();
      return differences;
    }
  }

  private void note(String phase) {
    store.begin(task(phase, plan));
  }

  static PendingTask task(String phase, Path plan) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put(PHASE, phase);
    data.put(PLAN, String.valueOf(plan.getFileName()));
    return new PendingTask(KIND, data);
  }

  /** Nothing was changed yet. */
  private void giveUp(RuntimeException cause) {
    try {
      store.end(KIND);
      shop.folder().discard(plan);
    } catch (RuntimeException e) {
      cause.addSuppressed(e); // the next start does it
    }
    stages.at(RecoveryState.FAILED);
  }

  private void rollBack(RuntimeException cause) {
    boolean interrupted = Thread.interrupted(); // nothing may stop this
    stages.rollingBack(cause);
    try {
      note(UNDOING);
      new RestorePlan(plan, planKeys, store).apply(ChunkType.UNDO, Pulse.none());
      store.end(KIND);
      shop.folder().discard(plan);
      stages.at(RecoveryState.ROLLED_BACK);
    } catch (RuntimeException e) {
      e.addSuppressed(cause);
      store.backend().close(); // nobody may see half a restore; the next start completes it
      throw SpellException.storage(
          "restore",
          "The restore failed (%s), and so did taking it back (%s). State is closed; the next start completes it, when the cause is gone"
              .formatted(cause.getMessage(), e.getMessage()),
          e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Deletes plans that nobody needs any more. */
  private void clean() {
    if (store.pending(KIND).isPresent()) {
      throw SpellException.storage(
          "restore", "An earlier restore was not completed; a restart completes it", null);
    }
    try (var files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        shop.folder().discard(file);
      }
    } catch (IOException e) {
      throw Damage.io("read", folder, e);
    }
  }
}
