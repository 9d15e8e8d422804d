package org.llmspell.secrets;

import java.io.IOException;
import java.util.Map;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.secret.Secret;
import org.llmspell.core.secret.SecretStore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The command {@code keys rotate}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@CommandSpec(
    name = "keys rotate",
    summary = "Replaces the key of a service; without KEY it is read from standard input",
    parameters = "SERVICE [KEY]",
    settings = false)
public final class KeysRotateCommand implements Command {
  private final SecretStore store;

  /** Over what is kept. */
  @Activate
  public KeysRotateCommand(@Reference SecretStore store) {
    this.store = store;
  }

  @Override
  public int run(CommandCall call) throws IOException {
    String service = call.parameters().getFirst();
    try (Secret key = GivenKey.of(call)) {
      store.rotate(service, key);
    }
    call.answer(
        "The key of '%s' is replaced".formatted(service),
        Map.of("service", service, "action", "replaced"));
    return CommandRunner.OK;
  }
}
