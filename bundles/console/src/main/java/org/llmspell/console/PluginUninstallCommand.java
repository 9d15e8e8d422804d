package org.llmspell.console;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.plugin.PluginManager;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** The command {@code plugin uninstall}. */
@Component
@CommandSpec(
    name = "plugin uninstall",
    summary = "Removes a plugin when its calls have ended",
    parameters = "NAME")
public final class PluginUninstallCommand implements Command {
  private final @Nullable PluginManager plugins;

  /** With the plugin manager, when there is one. */
  @Activate
  public PluginUninstallCommand(
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable PluginManager plugins) {
    this.plugins = plugins;
  }

  @Override
  public int run(CommandCall call) {
    String name = call.parameters().getFirst();
    Plugins.require(plugins).uninstall(name, call::progress);
    call.answer("Uninstalled " + name, Map.of("name", name, "state", "uninstalled"));
    return CommandRunner.OK;
  }
}
