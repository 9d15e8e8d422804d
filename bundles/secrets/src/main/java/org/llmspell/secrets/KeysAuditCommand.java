package org.llmspell.secrets;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.secret.SecretStore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The command {@code keys audit}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@CommandSpec(
    name = "keys audit",
    summary = "Shows what was done with keys, the newest first",
    options = "-l, --limit COUNT: how many entries; 20 when left out",
    settings = false)
public final class KeysAuditCommand implements Command {
  private static final String MOST = "20";

  private final SecretStore store;

  /** Over what was done. */
  @Activate
  public KeysAuditCommand(@Reference SecretStore store) {
    this.store = store;
  }

  @Override
  public int run(CommandCall call) {
    List<Map<String, String>> entries = store.audit(limit(call.option("limit").orElse(MOST)));
    call.answer(
        entries.isEmpty()
            ? "Nothing was done with keys yet"
            : entries.stream()
                .map(entry ->
                    "%s  %-8s %-16s %s"
                        .formatted(
                            entry.get("time"),
                            entry.get("action"),
                            entry.get("service"),
                            entry.get("outcome")))
                .collect(Collectors.joining("\n")),
        entries);
    return CommandRunner.OK;
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit > 0) {
        return limit;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new UsageException("--limit is '%s' but must be a number above 0".formatted(text));
  }
}
