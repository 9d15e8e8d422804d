package org.llmspell.state.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateProgress;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.PendingTask;
import org.llmspell.state.store.TaskHandler;

/** Completes a restore in which the process has died, or takes it back when it was on its way. */
public final class RestoreRecovery implements TaskHandler {

  @Override
  public String kind() {
    return Restore.KIND;
  }

  @Override
  public void recover(OpenStore store, PendingTask task, StateProgress progress) {
    Path folder = store.folder().orElse(null);
    if (folder == null) {
      return; // state in memory does not outlive the process
    }
    String phase = String.valueOf(task.data().get(Restore.PHASE));
    Path file = folder.resolve(String.valueOf(task.data().get(Restore.PLAN)));
    if (phase.equals(Restore.APPLYING) || phase.equals(Restore.UNDOING)) {
      if (!Files.exists(file)) {
        throw SpellException.storage(
            "open",
            "The state in %s was left in the middle of a restore, and the file %s that would complete it is missing. Put it back, or delete the folder and restore a backup"
                .formatted(folder, file.getFileName()),
            null);
      }
      var pulse = new Pulse(progress, Cancellation.create());
      boolean forwards = phase.equals(Restore.APPLYING);
      pulse.phase(forwards ? "completing a restore" : "taking back a restore", -1);
      new RestorePlan(file, Restore.planKeys(store), store)
          .apply(forwards ? ChunkType.DATA : ChunkType.UNDO, pulse);
      pulse.end();
      store.begin(Restore.task(Restore.DONE, file)); // from here on the plan may be missing
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw Damage.io("delete", file, e);
    }
  }
}
