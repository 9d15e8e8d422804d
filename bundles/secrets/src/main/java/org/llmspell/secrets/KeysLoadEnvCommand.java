package org.llmspell.secrets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.secret.Secret;
import org.llmspell.core.secret.SecretInfo;
import org.llmspell.core.secret.SecretStore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The command {@code keys load-env}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@CommandSpec(
    name = "keys load-env",
    summary = "Keeps the keys that are in environment variables",
    options = "-p, --prefix PREFIX: with which they begin; LLMSPELL_API_KEY_ when left out",
    settings = false)
public final class KeysLoadEnvCommand implements Command {
  private final SecretStore store;

  /** Over what is kept. */
  @Activate
  public KeysLoadEnvCommand(@Reference SecretStore store) {
    this.store = store;
  }

  @Override
  public int run(CommandCall call) {
    String prefix = call.option("prefix").orElse(EnvironmentSecrets.PREFIX);
    Map<String, String> environment = new TreeMap<>(call.request().environment());
    Set<String> kept =
        store.list(Map.of()).stream().map(SecretInfo::service).collect(Collectors.toSet());
    List<Map<String, String>> done = new ArrayList<>();
    environment.forEach((variable, value) -> {
      if (variable.startsWith(prefix) && variable.length() > prefix.length() && !value.isBlank()) {
        String service = variable.substring(prefix.length()).toLowerCase(Locale.ROOT);
        done.add(Map.of("service", service, "action", keep(service, value, kept)));
      }
    });
    call.answer(
        done.isEmpty()
            ? "No environment variable begins with %s".formatted(prefix)
            : done.stream()
                .map(
                    one -> "The key of '%s' is %s".formatted(one.get("service"), one.get("action")))
                .collect(Collectors.joining("\n")),
        done);
    return CommandRunner.OK;
  }

  private String keep(String service, String value, Set<String> kept) {
    try (var secret = new Secret(value.strip().toCharArray())) {
      if (kept.contains(service)) {
        store.rotate(service, secret);
        return "replaced";
      }
      store.add(service, secret, Optional.empty());
      return "added";
    }
  }
}
