package org.llmspell.state;

import java.util.List;
import org.llmspell.state.backup.RestoreRecovery;
import org.llmspell.state.migration.MigrationRecovery;
import org.llmspell.state.store.TaskHandler;

/** Who finishes bulk changes that were interrupted: one line for each sort. */
final class Recoveries {
  private Recoveries() {}

  static List<TaskHandler> all() {
    return List.of(new MigrationRecovery(), new RestoreRecovery());
  }
}
