package org.llmspell.state.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.core.state.migration.MigrationOptions;
import org.llmspell.core.state.migration.MigrationResult;
import org.llmspell.core.state.migration.MigrationResult.Status;
import org.llmspell.core.state.migration.ValidationLevel;
import org.llmspell.state.store.OpenStore;

/**
 * Changes the entries of a store, or changes them back. At any moment the store says what is being
 * done, and the undo log has the old bytes of everything that is changed. For one run; the store is
 * used by nobody else meanwhile.
 */
final class Engine {
  private static final System.Logger LOG = System.getLogger("llmspell.state");

  /** The end of the message when a failed migration has changed everything back. */
  static final String RESTORED = " (all entries are as they were before)";

  /** The end of the message when it could not. */
  static final String NOT_RESTORED =
      " (it could not be undone now; that happens when the store is opened the next time)";

  private final OpenStore store;
  private final UndoLogs logs;
  private final Ledger ledger;

  Engine(OpenStore store, UndoLogs logs) {
    this.store = store;
    this.logs = logs;
    this.ledger = new Ledger(store);
  }

  /** What a job would do. */
  MigrationResult tryOut(Job job, Functions functions, Watch watch) {
    watch.phase("trying");
    Schemas schemas = job.toSchemas();
    var rewriter = new Rewriter(store.codec(), schemas, job, functions);
    var targets = targets(schemas, job);
    long[] count = new long[1];
    store
        .backend()
        .scan(
            targets.prefix(),
            targets.prefix(),
            (key, bytes) -> {
              watch.tick();
              if (targets.isTarget(key) && rewriter.rewrite(key, bytes) != null) {
                count[0]++;
              }
              return true;
            });
    watch.check();
    return result(job.at(job.cursor(), 0, count[0]), Status.COMPLETED, rewriter, null, true);
  }

  /** Does a job, or changes everything back when that is asked for and it fails. */
  MigrationResult run(Job job, MigrationOptions options, Functions functions, Watch watch) {
    refuseIfPending();
    if (options.validation() == ValidationLevel.PARANOID) {
      tryOut(job, functions, watch);
    }
    // Before anything is written: what is missing is found now.
    var rewriter = new Rewriter(store.codec(), job.toSchemas(), job, functions);
    UndoLog undo = logs.create(store, job.id());
    var run = new Pass(store, job, undo, rewriter, options, watch);
    try {
      store.begin(job.task());
      run.run();
      MigrationResult result = result(run.job(), Status.COMPLETED, rewriter, null, false);
      complete(run.job(), result);
      return result;
    } catch (SpellException e) {
      String outcome = giveUp(run, options.rollbackOnError(), e);
      throw new SpellException(e.kind(), e.message() + outcome, e);
    } catch (RuntimeException | Error e) {
      giveUp(run, options.rollbackOnError(), e);
      throw e;
    } finally {
      undo.close();
      forgetLogs();
      if (watch.wasInterrupted()) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void refuseIfPending() {
    if (store.pending(Job.KIND).isPresent()) {
      throw SpellException.storage(
          "migrate",
          "Migration failed: an earlier migration could neither be finished nor undone. Restart, so that it is done when the store is opened",
          null);
    }
  }

  /** Leaves a store that is whole, and says in what state, for the message. */
  private String giveUp(Pass run, boolean rollback, Throwable reason) {
    try {
      if (store.pending(Job.KIND).isEmpty()) {
        return "";
      }
      Status status = rollback ? Status.ROLLED_BACK : Status.FAILED;
      String why = String.valueOf(reason.getMessage());
      MigrationResult result = result(run.job(), status, run.rewriter(), why, false);
      if (!rollback) {
        complete(run.job(), result);
        return " (%d entries are changed; roll back, or migrate again to change the rest)"
            .formatted(run.job().migrated());
      }
      run.watch().phase("rolling back");
      undo(run.job(), run.undo(), result, run.watch());
      store.end(Job.KIND);
      return RESTORED;
    } catch (RuntimeException e) {
      // The note stays, so the next one who opens the store finishes this.
      reason.addSuppressed(e);
      return NOT_RESTORED;
    }
  }

  /** Finishes or undoes a job after a crash; the caller ends its note. */
  boolean resume(Job job, Functions functions, StateProgress progress) {
    Watch watch = Watch.idle(progress);
    try (UndoLog undo = logs.open(store, job.id())) {
      if (job.phase() == Job.Phase.APPLY) {
        try {
          var rewriter = new Rewriter(store.codec(), job.toSchemas(), job, functions);
          undo.truncate(job.undoLength());
          var run = new Pass(store, job, undo, rewriter, MigrationOptions.DEFAULT, watch);
          run.run();
          note(run.job(), result(run.job(), Status.COMPLETED, rewriter, null, false));
          return true;
        } catch (SpellException e) {
          Job reached = Job.of(store.pending(Job.KIND).orElseThrow().data());
          undo(reached, undo, result(reached, Status.ROLLED_BACK, null, e.message(), false), watch);
          return false;
        }
      }
      undo(job, undo, result(job, Status.ROLLED_BACK, null, "It was rolled back", false), watch);
      return false;
    } finally {
      forgetLogs();
    }
  }

  /**
   * Undoes a migration that had ended.
   *
   * @throws SpellException when entries were changed since, and that is not to be ignored
   */
  MigrationResult rollback(Ledger.Done done, Targets targets, boolean force, Watch watch) {
    refuseIfPending();
    Job job = done.job();
    MigrationResult result =
        result(job, Status.ROLLED_BACK, null, null, false, done.result().totalSteps());
    try (UndoLog undo = logs.open(store, job.id())) {
      if (!force) {
        watch.phase("checking");
        new LaterWrites(store, done, watch).refuse(undo, targets);
      }
      watch.phase("rolling back");
      store.begin(job.in(Job.Phase.UNDO).task());
      undo(job, undo, result, watch);
      store.end(Job.KIND);
    }
    forgetLogs();
    return result;
  }

  /** The entries that a job is about. */
  static Targets targets(Schemas schemas, Job job) {
    return new Targets(schemas.get(job.schema(), job.to()).targets());
  }

  private void complete(Job job, MigrationResult result) {
    note(job, result);
    store.end(Job.KIND);
  }

  /** Notes in one write that all is done. */
  private void note(Job job, MigrationResult result) {
    List<StateWrite> writes = new ArrayList<>(ledger.noteResult(job, result));
    if (result.status() == Status.COMPLETED) {
      writes.add(ledger.noteVersion(job.schema(), job.to().toString()));
    }
    writes.add(store.progressOf(job.in(Job.Phase.DONE).task()));
    store.backend().write(writes);
  }

  private void undo(Job job, UndoLog undo, MigrationResult result, Watch watch) {
    // From here on there is only the way back.
    store.backend().write(List.of(store.progressOf(job.in(Job.Phase.UNDO).task())));
    undo.read(
        job.undoLength(),
        entries -> {
          List<StateWrite> writes = new ArrayList<>(entries.size());
          for (int i = 0; i < entries.size(); i++) {
            writes.add(StateWrite.put(entries.key(i), entries.before(i)));
          }
          store.backend().write(writes);
          watch.count(entries.size());
        });
    List<StateWrite> writes = new ArrayList<>(ledger.noteResult(job, result));
    writes.add(ledger.noteVersion(job.schema(), job.previous()));
    writes.add(store.progressOf(job.in(Job.Phase.DONE).task()));
    store.backend().write(writes);
  }

  private void forgetLogs() {
    try {
      logs.keepOnly(store, ledger.neededLogs());
    } catch (SpellException e) {
      // They are forgotten after the next migration.
      LOG.log(System.Logger.Level.WARNING, "Old undo logs are left: {0}", e.text());
    }
  }

  private MigrationResult result(
      Job job, Status status, @Nullable Rewriter rewriter, @Nullable String error, boolean dry) {
    int steps =
        job.schemas().isEmpty()
            ? 0
            : new Planner(job.toSchemas(), job.schema()).plan(job.from(), job.to()).steps().size();
    return result(job, status, rewriter, error, dry, steps);
  }

  private MigrationResult result(
      Job job,
      Status status,
      @Nullable Rewriter rewriter,
      @Nullable String error,
      boolean dry,
      int steps) {
    boolean kept = status == Status.FAILED || status == Status.COMPLETED && job.keepsUndo();
    return new MigrationResult(
        job.id(),
        job.schema(),
        status,
        job.from(),
        job.to(),
        status == Status.COMPLETED ? steps : 0,
        steps,
        job.migrated(),
        rewriter == null ? 0 : rewriter.skipped(),
        Instant.ofEpochMilli(job.startedMillis()),
        Duration.ofMillis(Math.max(0, store.clock().millis() - job.startedMillis())),
        rewriter == null ? List.of() : rewriter.warnings(),
        error == null ? List.of() : List.of(error),
        dry,
        kept && !dry);
  }
}
