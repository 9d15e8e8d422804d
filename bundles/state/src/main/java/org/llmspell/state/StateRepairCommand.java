package org.llmspell.state;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code state repair}. */
@Component
@CommandSpec(
    name = "state repair",
    summary = "Makes a new store of what a damaged one has, and keeps the damaged one")
public final class StateRepairCommand implements Command {
  private final StoreService stores;

  /** For the store of the container. */
  @Activate
  public StateRepairCommand(@Reference StoreService stores) {
    this.stores = stores;
  }

  @Override
  public int run(CommandCall call) {
    Repair.Outcome outcome = stores.repair();
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("repaired", outcome.kept().isPresent());
    data.put("readable", outcome.report().readable());
    data.put("damaged", outcome.report().damaged());
    data.put("dropped", outcome.dropped());
    data.put("problems", outcome.report().problems());
    data.put("kept", outcome.kept().map(path -> path.toString()).orElse(null));
    String text =
        outcome
            .kept()
            .map(kept ->
                "%d entries were saved, %d could not be read, %d were damaged and dropped. The damaged store is kept in %s"
                    .formatted(
                        outcome.report().readable() - outcome.dropped().size(),
                        outcome.report().damaged(),
                        outcome.dropped().size(),
                        kept))
            .orElseGet(() ->
                "Nothing is wrong with the store: all %d entries can be read"
                    .formatted(outcome.report().readable()));
    call.answer(text, data);
    return CommandRunner.OK;
  }
}
