package org.llmspell.state.migration;

import java.lang.System.Logger.Level;
import org.llmspell.core.state.StateProgress;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.PendingTask;
import org.llmspell.state.store.TaskHandler;

/**
 * Ends a migration that the death of the process has interrupted. One that needs no functions of
 * others is finished; else, and when it can not be finished, everything is changed back.
 */
public final class MigrationRecovery implements TaskHandler {
  private static final System.Logger LOG = System.getLogger("llmspell.state");

  @Override
  public String kind() {
    return Job.KIND;
  }

  @Override
  public void recover(OpenStore store, PendingTask task, StateProgress progress) {
    Job job = Job.of(task.data());
    if (job.phase() == Job.Phase.DONE) {
      return;
    }
    // Bundles with functions are perhaps not there yet, so none are used.
    boolean finished = new Engine(store, new UndoLogs()).resume(job, Functions.NONE, progress);
    LOG.log(
        Level.WARNING,
        "The migration of schema ''{0}'' from {1} to {2} was interrupted; it is now {3}",
        job.schema(),
        job.from(),
        job.to(),
        finished ? "finished" : "undone");
  }
}
