package org.llmspell.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.config.EffectiveSettings.Entry;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The command {@code config show}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@CommandSpec(
    name = "config show",
    summary = "Shows all settings that hold, without secrets",
    options = "--origin: also where each comes from",
    settings = false)
public final class ConfigShowCommand implements Command {
  private final LayeredSettings loader;

  /** Over the settings of the call. */
  @Activate
  public ConfigShowCommand(@Reference LayeredSettings loader) {
    this.loader = loader;
  }

  @Override
  public int run(CommandCall call) {
    var settings = new EffectiveSettings(loader.keys(), loader.readAll(call.settingsSource()));
    List<Entry> entries = settings.entries();
    boolean origin = call.flag("origin");
    call.answer(
        text(entries, origin),
        origin
            ? entries.stream().map(ConfigShowCommand::described).toList()
            : Redaction.table(settings.tree()));
    return CommandRunner.OK;
  }

  private static Map<String, @Nullable Object> described(Entry entry) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("key", entry.key());
    plain.put("value", entry.shown());
    plain.put("origin", entry.origin());
    plain.put("place", entry.place());
    return plain;
  }

  /** TOML, a table for each section. */
  private static String text(List<Entry> entries, boolean origin) {
    Map<String, List<Entry>> tables = new LinkedHashMap<>();
    tables.put("", new ArrayList<>());
    for (Entry entry : entries) {
      String section = KeyPath.text(entry.path().subList(0, entry.path().size() - 1));
      tables.computeIfAbsent(section, _ -> new ArrayList<>()).add(entry);
    }
    var text = new StringBuilder();
    tables.forEach((section, inside) -> {
      if (!section.isEmpty()) {
        text.append("\n[").append(section).append("]\n");
      }
      for (Entry entry : inside) {
        text.append(KeyPath.part(entry.path().getLast()))
            .append(" = ")
            .append(Toml.write(entry.shown()));
        if (origin) {
          text.append("  # ").append(entry.origin());
          if (!entry.place().isEmpty() && !entry.place().equals(entry.origin())) {
            text.append(": ").append(entry.place());
          }
        }
        text.append('\n');
      }
    });
    return text.toString().strip();
  }
}
