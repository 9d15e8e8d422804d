package org.llmspell.state;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateInfo;
import org.llmspell.core.state.StateStore;
import org.llmspell.state.store.Keys;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code state info}. */
@Component
@CommandSpec(
    name = "state info",
    summary = "Says where state is kept and what it does",
    options = "--check: read every entry and say which are damaged")
public final class StateInfoCommand implements Command {
  private final StateStore store;
  private final StoreService stores;

  /** Over the store of the container. */
  @Activate
  public StateInfoCommand(@Reference StateStore store, @Reference StoreService stores) {
    this.store = store;
    this.stores = stores;
  }

  @Override
  public int run(CommandCall call) {
    StateInfo info = store.info();
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("backend", info.traits().name());
    data.put("persistent", info.traits().persistent());
    data.put("folder", info.folder().map(Path::toString).orElse(null));
    data.put("entries", info.entries());
    data.put("ephemeral", (long) info.ephemeral());
    data.put("ephemeral_limit", (long) info.ephemeralLimit());
    data.put("encrypted", info.encrypted());
    data.put("transactional", info.traits().transactional());
    data.put("checksums", info.traits().checksums());
    String left = new Succession(stores.opener(), stores.settings()).left().orElse(null);
    if (left != null) {
      data.put("left_behind", left);
    }
    List<String> damaged = List.of();
    if (call.flag("check")) {
      damaged = stores.on(open -> Repair.damaged(open.backend())).stream().map(Keys::text).toList();
      data.put("damaged", damaged);
    }
    call.answer(
        data.entrySet().stream()
            .filter(entry -> entry.getValue() != null)
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining("\n")),
        data);
    if (!damaged.isEmpty()) {
      throw SpellException.storage(
          "read",
          "%d entries are damaged; 'llmspell state repair' drops them and keeps the store as it is beside the new one"
              .formatted(damaged.size()),
          null);
    }
    return CommandRunner.OK;
  }
}
