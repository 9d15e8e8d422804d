package org.llmspell.secrets;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.secret.Secret;
import org.llmspell.core.secret.SecretStore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The command {@code keys add}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@CommandSpec(
    name = "keys add",
    summary = "Keeps the key of a service, encrypted; without KEY it is read from standard input",
    parameters = "SERVICE [KEY]",
    options = "-e, --expires DAYS: after which it is not given out any more",
    settings = false)
public final class KeysAddCommand implements Command {
  private final SecretStore store;

  /** Over what is kept. */
  @Activate
  public KeysAddCommand(@Reference SecretStore store) {
    this.store = store;
  }

  @Override
  public int run(CommandCall call) throws IOException {
    String service = call.parameters().getFirst();
    Optional<Duration> lifetime = call.option("expires").map(KeysAddCommand::days);
    try (Secret key = GivenKey.of(call)) {
      store.add(service, key, lifetime);
    }
    call.answer(
        "The key of '%s' is kept%s"
            .formatted(
                service, lifetime.map(time -> " for %d days".formatted(time.toDays())).orElse("")),
        Map.of("service", service, "action", "added"));
    return CommandRunner.OK;
  }

  private static Duration days(String text) {
    try {
      return Duration.ofDays(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new UsageException("--expires is '%s' but must be a number of days".formatted(text));
    }
  }
}
