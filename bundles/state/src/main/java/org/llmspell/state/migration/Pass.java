package org.llmspell.state.migration;

import java.util.List;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.state.store.OpenStore;

/** One pass over all entries that are left to be changed. For one thread. */
final class Pass {
  private static final long MAX_BATCH_BYTES = 8 << 20;

  private final OpenStore store;
  private final UndoLog undo;
  private final Rewriter rewriter;
  private final int batchSize;
  private final boolean dropsOnFailure;
  private final Watch watch;
  private Job job;
  private Batch batch;

  Pass(
      OpenStore store,
      Job job,
      UndoLog undo,
      Rewriter rewriter,
      MigrationOptions options,
      Watch watch) {
    this.store = store;
    this.job = job;
    this.undo = undo;
    this.rewriter = rewriter;
    this.batchSize = options.batchSize();
    this.dropsOnFailure = options.rollbackOnError();
    this.watch = watch;
    this.batch = new Batch(batchSize);
  }

  /** How far it is, also after a failure. */
  Job job() {
    return job;
  }

  UndoLog undo() {
    return undo;
  }

  Rewriter rewriter() {
    return rewriter;
  }

  Watch watch() {
    return watch;
  }

  /** Changes the entries from where the job is. */
  void run() {
    watch.phase("migrating");
    Targets targets = Engine.targets(job.toSchemas(), job);
    byte[] from = job.cursor().length == 0 ? targets.prefix() : job.cursor();
    var writer = new BatchWriter(store, undo, job);
    boolean done = false;
    try (var entries = new ReadAhead(store, targets, from)) {
      change(entries, writer);
      watch.check();
      if (!batch.isEmpty()) {
        hand(writer);
      }
      job = writer.finish();
      done = true;
    } finally {
      if (!done) {
        job = writer.stop(dropsOnFailure);
      }
    }
  }

  private void change(ReadAhead entries, BatchWriter writer) {
    for (var next = next(entries); !next.isEmpty(); next = next(entries)) {
      for (ReadAhead.Entry entry : next) {
        watch.tick();
        byte[] after = rewriter.rewrite(entry.key(), entry.bytes());
        if (after != null) {
          batch.add(entry.key(), entry.bytes(), after);
          if (batch.size() >= batchSize || batch.bytes() >= MAX_BATCH_BYTES) {
            hand(writer);
          }
        }
      }
    }
  }

  private List<ReadAhead.Entry> next(ReadAhead entries) {
    try {
      return entries.next();
    } catch (InterruptedException _) {
      watch.interrupt();
      watch.check();
      return List.of();
    }
  }

  private void hand(BatchWriter writer) {
    try {
      writer.put(batch);
      batch = new Batch(batchSize);
    } catch (InterruptedException _) {
      watch.interrupt();
      watch.check();
    }
  }
}
