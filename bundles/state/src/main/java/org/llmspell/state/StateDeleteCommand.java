package org.llmspell.state;

import java.util.Map;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code state delete}. */
@Component
@CommandSpec(
    name = "state delete",
    summary = "Removes keys",
    parameters = "KEY...",
    options = "--scope SCOPE: the scope; global when left out")
public final class StateDeleteCommand implements Command {
  private final StateStore store;
  private final StoreService stores;

  /** Over the store of the container. */
  @Activate
  public StateDeleteCommand(@Reference StateStore store, @Reference StoreService stores) {
    this.store = store;
    this.stores = stores;
  }

  @Override
  public int run(CommandCall call) {
    CommandStore.refuseToLose(stores, call);
    StateScope scope = CommandStore.scope(call);
    long count = store.deleteAll(scope, call.parameters());
    store.sync();
    call.answer(
        "Removed %d of %d keys from %s".formatted(count, call.parameters().size(), scope.text()),
        Map.of("scope", scope.text(), "deleted", count));
    return CommandRunner.OK;
  }
}
