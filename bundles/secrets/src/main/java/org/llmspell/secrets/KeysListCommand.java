package org.llmspell.secrets;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.secret.SecretInfo;
import org.llmspell.core.secret.SecretStore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The command {@code keys list}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@CommandSpec(
    name = "keys list",
    summary = "Shows for which services there are keys, and where; never the keys",
    options = "-d, --detailed: also since when, until when, and when last used",
    settings = false)
public final class KeysListCommand implements Command {
  private final SecretStore store;

  /** Over what is kept and the environment of the call. */
  @Activate
  public KeysListCommand(@Reference SecretStore store) {
    this.store = store;
  }

  @Override
  public int run(CommandCall call) {
    List<SecretInfo> infos = store.list(call.request().environment());
    boolean detailed = call.flag("detailed");
    call.answer(
        infos.isEmpty()
            ? "No keys. Add one with 'llmspell keys add SERVICE'"
            : text(infos, detailed),
        infos.stream().map(KeysListCommand::plain).toList());
    return CommandRunner.OK;
  }

  private static String text(List<SecretInfo> infos, boolean detailed) {
    List<String> lines = new ArrayList<>();
    Instant now = Instant.now();
    for (SecretInfo info : infos) {
      String line =
          "%-16s %-30s %s%s"
              .formatted(
                  info.service(),
                  info.origin(),
                  info.masked(),
                  info.isExpired(now) ? "  expired" : "");
      if (detailed) {
        line +=
            "\n    added %s, changed %s, expires %s, last used %s"
                .formatted(
                    time(info.created(), "-"),
                    time(info.changed(), "-"),
                    time(info.expires(), "never"),
                    time(info.lastUsed(), "-"));
      }
      lines.add(line);
    }
    return String.join("\n", lines);
  }

  private static String time(Optional<Instant> time, String otherwise) {
    return time.map(Instant::toString).orElse(otherwise);
  }

  private static Map<String, @Nullable Object> plain(SecretInfo info) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("service", info.service());
    plain.put("origin", info.origin());
    plain.put("masked", info.masked());
    plain.put("created", info.created().map(Instant::toString).orElse(null));
    plain.put("changed", info.changed().map(Instant::toString).orElse(null));
    plain.put("expires", info.expires().map(Instant::toString).orElse(null));
    plain.put("expired", info.isExpired(Instant.now()));
    plain.put("last_used", info.lastUsed().map(Instant::toString).orElse(null));
    return plain;
  }
}
