package org.llmspell.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The command {@code config get}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@CommandSpec(
    name = "config get",
    summary = "Prints a setting or a section, without secrets; an empty line when it has no value",
    parameters = "KEY",
    settings = false)
public final class ConfigGetCommand implements Command {
  private final LayeredSettings loader;

  /** Over the settings of the call. */
  @Activate
  public ConfigGetCommand(@Reference LayeredSettings loader) {
    this.loader = loader;
  }

  @Override
  public int run(CommandCall call) {
    List<String> path = KeyPath.parse(call.parameters().getFirst());
    Keys keys = loader.keys();
    Optional<Object> value =
        new EffectiveSettings(keys, loader.readAll(call.settingsSource())).find(path);
    if (value.isEmpty() && keys.find(path).isEmpty()) {
      throw CommandSupport.unknown(keys, path);
    }
    Object shown = value.map(found -> redacted(path, found)).orElse(null);
    call.answer(
        switch (shown) {
          case null -> "";
          case String text -> text;
          case Map<?, ?> table -> lines(table);
          default -> Toml.write(shown);
        },
        shown);
    return CommandRunner.OK;
  }

  private static @Nullable Object redacted(List<String> path, Object value) {
    return Redaction.value(path.getLast(), value);
  }

  private static String lines(Map<?, ?> table) {
    var text = new StringBuilder();
    table.forEach((name, value) ->
        text.append(KeyPath.part(String.valueOf(name)))
            .append(" = ")
            .append(Toml.write(value))
            .append('\n'));
    return text.toString().strip();
  }
}
