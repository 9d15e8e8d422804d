package org.llmspell.console;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
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

/** The command {@code plugin watch}. */
@Component
@CommandSpec(
    name = "plugin watch",
    summary = "Keeps the plugins equal to the jars in a folder until it is stopped",
    parameters = "DIR")
public final class PluginWatchCommand implements Command {
  private final @Nullable PluginManager plugins;

  /** With the plugin manager, when there is one. */
  @Activate
  public PluginWatchCommand(
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable PluginManager plugins) {
    this.plugins = plugins;
  }

  @Override
  public int run(CommandCall call) {
    Path folder = Plugins.folder(call, call.parameters().getFirst());
    // The steps are the result of this command: it has no other.
    PluginManager.Progress told = call.request().output()::println;
    try (var _ = Plugins.require(plugins).watch(folder, told)) {
      call.progress("Watching %s. Ctrl-C ends it.".formatted(folder));
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      call.progress("Stopped."); // an interrupt is how it is meant to end
    }
    return CommandRunner.OK;
  }
}
