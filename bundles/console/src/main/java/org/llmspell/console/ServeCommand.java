package org.llmspell.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.config.ContainerSettings;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.script.ScriptRunner;
import org.llmspell.core.script.ScriptSource;
import org.llmspell.core.security.guard.SecretRedactor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** The command {@code serve}. */
@Component
@CommandSpec(
    name = "serve",
    summary = "Runs the container until it is stopped; other commands then run inside it",
    options = {
      "--watch DIR: keep the plugins equal to the jars in this folder",
      "--keep FILE: run this script and keep its hooks and event handlers until the end; may be repeated"
    })
public final class ServeCommand implements Command {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Path home;
  private final CommandRunner runner;
  private final ContainerSettings settings;
  private final @Nullable PluginManager plugins;
  private final @Nullable ScriptRunner scripts;
  private final UnaryOperator<String> redact;

  /**
   * With what runs the commands of the clients, plugins and scripts when there is such, and what
   * knows secrets.
   */
  @Activate
  public ServeCommand(
      BundleContext context,
      @Reference CommandRunner runner,
      @Reference ContainerSettings settings,
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable PluginManager plugins,
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable ScriptRunner scripts,
      @Reference SecretRedactor redactor) {
    this(Product.of(context).home(), runner, settings, plugins, scripts, redactor::redact);
  }

  ServeCommand(
      Path home,
      CommandRunner runner,
      ContainerSettings settings,
      @Nullable PluginManager plugins,
      @Nullable ScriptRunner scripts,
      UnaryOperator<String> redact) {
    this.home = home;
    this.runner = runner;
    this.settings = settings;
    this.plugins = plugins;
    this.scripts = scripts;
    this.redact = redact;
  }

  @Override
  public int run(CommandCall call) throws IOException {
    Optional<Path> folder = call.option("watch").map(word -> Plugins.folder(call, word));
    DaemonLimits limits = DaemonLimits.of(call.settings());
    List<ScriptSource> kept = KeptScripts.read(call);
    try (var socket = DaemonSocket.open(home);
        var _ = folder.map(watched -> watch(watched, call)).orElse(() -> {});
        var _ = settings.follow(call.settingsSource());
        var _ = KeptScripts.start(kept, scripts, call, PATIENCE, redact)) {
      call.progress("Serving. Data folder %s, socket %s".formatted(home, socket.path()));
      new DaemonServer(runner, PATIENCE, limits).serve(socket.server());
    } finally {
      // An interrupt is how a server is stopped, so it has been dealt with.
      if (Thread.interrupted()) {
        call.progress("Stopped.");
      }
    }
    return CommandRunner.OK;
  }

  private PluginManager.Watch watch(Path folder, CommandCall call) {
    return Plugins.require(plugins).watch(folder, call::progress);
  }
}
