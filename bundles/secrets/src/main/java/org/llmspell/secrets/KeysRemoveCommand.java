package org.llmspell.secrets;

import java.util.Map;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.secret.SecretStore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The command {@code keys remove}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@CommandSpec(
    name = "keys remove",
    summary = "Forgets the key of a service",
    parameters = "SERVICE",
    settings = false)
public final class KeysRemoveCommand implements Command {
  private final SecretStore store;

  /** Over what is kept. */
  @Activate
  public KeysRemoveCommand(@Reference SecretStore store) {
    this.store = store;
  }

  @Override
  public int run(CommandCall call) {
    String service = call.parameters().getFirst();
    if (!store.remove(service)) {
      throw SpellException.validation(
          "service",
          "There is no key for '%s' to remove; 'llmspell keys list' shows those there are"
              .formatted(service));
    }
    call.answer(
        "The key of '%s' is removed".formatted(service),
        Map.of("service", service, "action", "removed"));
    return CommandRunner.OK;
  }
}
