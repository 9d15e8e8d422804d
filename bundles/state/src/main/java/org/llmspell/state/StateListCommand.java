package org.llmspell.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code state list}. */
@Component
@CommandSpec(
    name = "state list",
    summary = "Lists the keys of a scope, or of all scopes",
    options = {
      "--scope SCOPE: only this scope, such as global or agent:writer",
      "--prefix TEXT: only keys that start so"
    })
public final class StateListCommand implements Command {
  private final StateStore store;

  /** Over the store of the container. */
  @Activate
  public StateListCommand(@Reference StateStore store) {
    this.store = store;
  }

  @Override
  public int run(CommandCall call) {
    String prefix = call.option("prefix").orElse("");
    List<StateScope> scopes =
        call.option("scope").isPresent() ? List.of(CommandStore.scope(call)) : store.scopes();
    var text = new StringBuilder();
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    for (StateScope scope : scopes) {
      List<String> keys = store.keys(scope, prefix);
      data.put(scope.text(), keys);
      keys.forEach(key ->
          text.append(text.isEmpty() ? "" : "\n").append(scope.text()).append('\t').append(key));
    }
    call.answer(text.isEmpty() ? "No entries." : text.toString(), data);
    return CommandRunner.OK;
  }
}
