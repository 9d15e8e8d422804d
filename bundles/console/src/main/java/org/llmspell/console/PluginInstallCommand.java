package org.llmspell.console;

import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.UpgradeOptions;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** The command {@code plugin install}. */
@Component
@CommandSpec(
    name = "plugin install",
    summary = "Installs a plugin",
    parameters = "JAR",
    options = Plugins.GRANT)
public final class PluginInstallCommand implements Command {
  private final @Nullable PluginManager plugins;

  /** With the plugin manager, when there is one. */
  @Activate
  public PluginInstallCommand(
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable PluginManager plugins) {
    this.plugins = plugins;
  }

  @Override
  public int run(CommandCall call) {
    var options = UpgradeOptions.DEFAULT.granting(Plugins.grants(call));
    PluginInfo plugin =
        Plugins.require(plugins).install(Plugins.artifact(call), options, call::progress);
    call.answer(Plugins.sentence("Installed", plugin), Plugins.data(plugin));
    return CommandRunner.OK;
  }
}
