package org.llmspell.state;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;
import org.llmspell.json.PlainJson;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code state set}. */
@Component
@CommandSpec(
    name = "state set",
    summary = "Sets a key to a JSON value, or to a text that is no JSON",
    parameters = "KEY VALUE",
    options = {
      "--scope SCOPE: the scope; global when left out",
      "--text: take the value as text, whatever it looks like",
      "--ttl SECONDS: let it expire"
    })
public final class StateSetCommand implements Command {
  /** A thousand years. */
  private static final long MAX_TTL = 31_557_600_000L;

  private final StateStore store;
  private final StoreService stores;

  /** Over the store of the container. */
  @Activate
  public StateSetCommand(@Reference StateStore store, @Reference StoreService stores) {
    this.store = store;
    this.stores = stores;
  }

  @Override
  public int run(CommandCall call) {
    CommandStore.refuseToLose(stores, call);
    StateScope scope = CommandStore.scope(call);
    String key = call.parameters().getFirst();
    String text = call.parameters().get(1);
    Object value = call.flag("text") ? text : value(text);
    store.set(scope, key, value, options(call.option("ttl")));
    call.answer(
        "Set %s in %s".formatted(key, scope.text()), Map.of("scope", scope.text(), "key", key));
    return CommandRunner.OK;
  }

  private static SetOptions options(Optional<String> ttl) {
    if (ttl.isEmpty()) {
      return SetOptions.DURABLE;
    }
    try {
      long seconds = Long.parseLong(ttl.get());
      if (seconds >= 1 && seconds <= MAX_TTL) {
        return SetOptions.DURABLE.withTtl(Duration.ofSeconds(seconds));
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new UsageException(
        "--ttl is '%s' but must be a whole number of seconds from 1 to %d"
            .formatted(ttl.get(), MAX_TTL));
  }

  private static @Nullable Object value(String text) {
    try {
      return PlainJson.parse(text, "value", message -> SpellException.validation("value", message));
    } catch (SpellException _) {
      return text; // a word without quotes
    }
  }
}
