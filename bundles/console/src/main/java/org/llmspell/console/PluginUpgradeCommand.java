package org.llmspell.console;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.UpgradeOptions;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** The command {@code plugin upgrade}. */
@Component
@CommandSpec(
    name = "plugin upgrade",
    summary = "Replaces a plugin by another version while calls are in flight",
    parameters = "JAR",
    options = {
      Plugins.GRANT,
      "--allow-downgrade: let an older version replace a newer one",
      "--drain SECONDS: how long running calls of the old version may go on, 30 as a rule"
    })
public final class PluginUpgradeCommand implements Command {
  private final @Nullable PluginManager plugins;

  /** With the plugin manager, when there is one. */
  @Activate
  public PluginUpgradeCommand(
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable PluginManager plugins) {
    this.plugins = plugins;
  }

  @Override
  public int run(CommandCall call) {
    var options =
        new UpgradeOptions(call.flag("allow-downgrade"), drain(call), Plugins.grants(call));
    PluginInfo plugin =
        Plugins.require(plugins).upgrade(Plugins.artifact(call), options, call::progress);
    call.answer(Plugins.sentence("Upgraded to", plugin), Plugins.data(plugin));
    return CommandRunner.OK;
  }

  private static Duration drain(CommandCall call) {
    String text = call.option("drain").orElse("");
    if (text.isEmpty()) {
      return UpgradeOptions.DEFAULT.drain();
    }
    if (!text.matches("\\d{1,6}")) {
      throw new UsageException(
          "Invalid value '%s' for --drain: must be whole seconds, 0 to 999999".formatted(text));
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }
}
