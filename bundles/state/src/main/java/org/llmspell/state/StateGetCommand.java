package org.llmspell.state;

import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;
import org.llmspell.json.PlainJson;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code state get}. */
@Component
@CommandSpec(
    name = "state get",
    summary = "Prints the value of a key",
    parameters = "KEY",
    options = {
      "--scope SCOPE: the scope; global when left out",
      "--inherited: look in the parents of the scope too"
    })
public final class StateGetCommand implements Command {
  private final StateStore store;

  /** Over the store of the container. */
  @Activate
  public StateGetCommand(@Reference StateStore store) {
    this.store = store;
  }

  @Override
  public int run(CommandCall call) {
    StateScope scope = CommandStore.scope(call);
    String key = call.parameters().getFirst();
    Object value =
        (call.flag("inherited") ? store.getInherited(scope, key) : store.get(scope, key))
            .orElse(null);
    if (value == null && !store.exists(scope, key)) {
      throw SpellException.storage(
          "read",
          "State not found: scope=%s, key=%s. 'llmspell state list' shows what there is"
              .formatted(scope.text(), key),
          null);
    }
    call.answer(value instanceof String text ? text : PlainJson.compact(value), value);
    return CommandRunner.OK;
  }
}
