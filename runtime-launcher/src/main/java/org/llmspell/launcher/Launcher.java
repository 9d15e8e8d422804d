package org.llmspell.launcher;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.CommandRunner;

/** The start of the process: runs one command line, here or in the container that serves. */
public final class Launcher {

  /** Told by the start script: the JVM cannot ask whether standard error is a terminal. */
  private static final String INTERACTIVE = "llmspell.interactive";

  private final List<String> arguments;
  private final Map<String, String> environment;
  private final PrintStream output;
  private final PrintStream errors;

  Launcher(
      List<String> arguments,
      Map<String, String> environment,
      PrintStream output,
      PrintStream errors) {
    this.arguments = arguments;
    this.environment = environment;
    this.output = output;
    this.errors = errors;
  }

  /** Called by the start script. */
  public static void main(String[] arguments) {
    PrintStream output = stream(FileDescriptor.out);
    PrintStream errors = stream(FileDescriptor.err);
    // Only a command's result may reach standard output, whatever a library prints.
    System.setOut(errors);
    System.setErr(errors);
    Termination termination = Termination.watch();
    int code = new Launcher(List.of(arguments), System.getenv(), output, errors).run();
    output.flush();
    errors.flush();
    termination.ended();
    System.exit(code);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
  }

  /** Runs the command line and gives its exit code. */
  int run() {
    CommandLine line = CommandLine.of(arguments);
    try {
      Logging.install(line, environment);
      Path home = Home.of(environment, System.getProperty("user.home", ""));
      CommandRequest request = request();
      if (!line.standalone()) {
        OptionalInt code = Daemon.tryRun(home, request);
        if (code.isPresent()) {
          return code.getAsInt();
        }
      }
      return runHere(home, request);
    } catch (LaunchException e) {
      errors.println("Error: " + e.getMessage());
      if (line.debug()) {
        e.printStackTrace(errors);
      }
      return CommandRunner.FAILED;
    }
  }

  private int runHere(Path home, CommandRequest request) {
    Distribution distribution = Distribution.at(System.getProperty(Distribution.PROPERTY));
    Home.create(home);
    try (BundleCache cache = BundleCache.open(home, distribution.stamp());
        Container container = start(distribution, cache, home)) {
      return container.commands().run(request);
    }
  }

  /** A kept cache may be broken: the container is tried again with an empty one. */
  private static Container start(Distribution distribution, BundleCache cache, Path home) {
    Map<String, String> properties = properties(distribution, home);
    try {
      return Container.start(distribution, cache, properties);
    } catch (LaunchException e) {
      if (!cache.filled()) {
        throw e;
      }
      System.getLogger("llmspell.launcher")
          .log(System.Logger.Level.WARNING, "The bundle cache is broken and is made anew", e);
      cache.discard();
      return Container.start(distribution, cache, properties);
    }
  }

  private static Map<String, String> properties(Distribution distribution, Path home) {
    var properties = new HashMap<String, String>();
    properties.put("llmspell.home", home.toString());
    properties.put("llmspell.version", distribution.version());
    Path sdk = distribution.sdk();
    if (sdk != null) {
      properties.put("llmspell.sdk", sdk.toString());
    }
    return properties;
  }

  private CommandRequest request() {
    return new CommandRequest(
        arguments,
        Path.of("").toAbsolutePath(),
        environment,
        System.in,
        output,
        errors,
        Boolean.getBoolean(INTERACTIVE));
  }
}
