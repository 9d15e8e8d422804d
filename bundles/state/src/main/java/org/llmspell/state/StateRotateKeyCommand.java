package org.llmspell.state;

import java.util.Map;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
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
    long count = KeyRotation.rotate(stores.open(), new ShownProgress(call, "entries encrypted"));
    call.answer("Encrypted %d entries with a new key".formatted(count), Map.of("entries", count));
    return CommandRunner.OK;
  }
}
