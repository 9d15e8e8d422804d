package org.llmspell.state;

import java.nio.file.Files;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateScope;

/** What the commands have in common. */
final class CommandStore {
  private CommandStore() {}

  static StateScope scope(CommandCall call) {
    return StateScope.parse(call.option("scope").orElse(""));
  }

  /**
   * Refuses a change that would be lost when the command ends: state is in memory only, and this is
   * not the long-running container.
   */
  static void refuseToLose(StoreService stores, CommandCall call) {
    boolean inDaemon =
        !call.flag("standalone") && Files.exists(stores.home().resolve("daemon.sock"));
    if (!stores.open().backend().traits().persistent() && !inDaemon) {
      throw SpellException.configuration(
          "State is kept in memory only, so this change would be lost when the command ends. Set enabled = true in section [runtime.state_persistence] of llmspell.toml (or LLMSPELL_STATE_ENABLED=true), or start 'llmspell serve' first",
          null);
    }
  }
}
