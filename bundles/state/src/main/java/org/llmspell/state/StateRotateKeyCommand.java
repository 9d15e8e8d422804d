package org.llmspell.state;

import java.util.List;
import java.util.Map;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.state.store.OpenStore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code state rotate-key}. */
@Component
@CommandSpec(
    name = "state rotate-key",
    summary = "Makes a new key and encrypts all entries with it")
public final class StateRotateKeyCommand implements Command {
  private final StoreService stores;

  /** For the store of the container. */
  @Activate
  public StateRotateKeyCommand(@Reference StoreService stores) {
    this.stores = stores;
  }

  @Override
  public int run(CommandCall call) {
    OpenStore store = stores.open();
    long count =
        KeyRotation.rotate(store, stores.settings(), new ShownProgress(call, "entries encrypted"));
    List<Integer> kept = store.keys().map(keys -> List.copyOf(keys.ids())).orElse(List.of());
    call.answer(
        "Encrypted %d entries with a new key%s"
            .formatted(
                count,
                kept.size() > 1
                    ? "; older ones are kept, because backups, undo logs or other stores need them"
                    : ""),
        Map.of("entries", count, "keys", kept));
    return CommandRunner.OK;
  }
}
