package org.llmspell.console;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.config.ContainerSettings;
import org.llmspell.core.config.SettingsLoader;
import org.llmspell.core.error.SpellException;

/**
 * Finds the command of a command line, runs it, and tells a person how it failed. Each command is
 * loaded when it is run. Safe to share between threads.
 */
final class Dispatcher implements CommandRunner {
  private final Supplier<Map<String, Catalog.Entry>> commands;
  private final SettingsLoader settings;
  private final ContainerSettings container;
  private final String version;
  private final UnaryOperator<String> redact;
  private volatile boolean configured;

  Dispatcher(
      Supplier<Map<String, Catalog.Entry>> commands,
      SettingsLoader settings,
      ContainerSettings container,
      String version,
      UnaryOperator<String> redact) {
    this.redact = redact;
    this.commands = commands;
    this.settings = settings;
    this.container = container;
    this.version = version;
  }

  @Override
  public int run(CommandRequest request) {
    int code;
    try {
      code = dispatch(request);
    } catch (UsageException e) {
      code = Problem.tell(request, e, USAGE, redact);
    } catch (InterruptedException | CancellationException e) {
      Thread.currentThread().interrupt();
      code = Problem.tell(request, SpellException.component("Cancelled", e), FAILED, redact);
    } catch (Exception | LinkageError | StackOverflowError e) {
      code = Problem.tell(request, e, FAILED, redact); // whatever the command of a plugin throws
    }
    request.output().flush();
    request.errors().flush();
    return code;
  }

  private int dispatch(CommandRequest request) throws IOException, InterruptedException {
    Map<String, Catalog.Entry> known = commands.get();
    Map<String, Syntax> all = new TreeMap<>();
    for (Catalog.Entry entry : known.values()) {
      all.put(entry.syntax().name(), entry.syntax());
    }
    if (request.arguments().isEmpty()) {
      request.errors().print(Help.ofProgram(all.values()));
      return USAGE;
    }
    CommandLine line = Parser.parse(request.arguments(), all);
    if (line.has("help")) {
      request.output().print(Help.of(line, all.values()));
      return OK;
    }
    if (line.has("version")) {
      request.output().println("llmspell " + version);
      return OK;
    }
    Catalog.Entry entry = known.get(line.command().map(Syntax::name).orElse(""));
    if (entry == null) {
      throw new UsageException("No command given. See llmspell --help");
    }
    var call = new Invocation(request, line, settings);
    if (entry.syntax().settings() && !configured) {
      configure(call);
    }
    return run(entry, call);
  }

  /**
   * The first command that runs in a container is the one that it was started for: {@code serve},
   * or the only one. Its settings are those of the container. Later commands are those of clients.
   */
  private synchronized void configure(Invocation call) {
    if (!configured) {
      container.apply(call.settings());
      configured = true;
    }
  }

  private static int run(Catalog.Entry entry, Invocation call)
      throws IOException, InterruptedException {
    Optional<Command> command = entry.source().get();
    if (command.isEmpty()) {
      throw SpellException.component(
          "Command '%s' can not be loaded: its bundle is stopping, or it failed as the log says"
              .formatted(entry.syntax().name()),
          null);
    }
    try {
      return command.get().run(call);
    } finally {
      entry.source().release();
    }
  }
}
