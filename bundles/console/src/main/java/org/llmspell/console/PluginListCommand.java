package org.llmspell.console;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** The command {@code plugin list}. */
@Component
@CommandSpec(name = "plugin list", summary = "Lists the plugins")
public final class PluginListCommand implements Command {
  private final @Nullable PluginManager plugins;

  /** With the plugin manager, when there is one. */
  @Activate
  public PluginListCommand(
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable PluginManager plugins) {
    this.plugins = plugins;
  }

  @Override
  public int run(CommandCall call) {
    List<PluginInfo> shown = Plugins.require(plugins).list();
    String text =
        Table.of(
            Stream.concat(
                    Stream.of(List.of("NAME", "VERSION", "STATE", "PREVIOUS", "GRANTED", "TOOLS")),
                    shown.stream().map(PluginListCommand::row))
                .toList());
    call.answer(shown.isEmpty() ? "No plugins." : text, shown.stream().map(Plugins::data).toList());
    return CommandRunner.OK;
  }

  private static List<String> row(PluginInfo plugin) {
    String problem = plugin.problem();
    return List.of(
        plugin.name(),
        plugin.version(),
        Plugins.state(plugin),
        Objects.requireNonNullElse(plugin.previousVersion(), "-"),
        plugin.granted().isEmpty() ? "-" : Permission.names(plugin.granted()),
        problem == null ? String.join(", ", plugin.tools()) : problem);
  }
}
