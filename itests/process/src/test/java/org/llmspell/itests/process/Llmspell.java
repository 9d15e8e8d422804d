package org.llmspell.itests.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs the command {@code llmspell} of the checkout with a data folder of its own. */
final class Llmspell {
  private static final long PATIENCE_SECONDS = 300;
  private static final Path CHECKOUT = Path.of(System.getProperty("llmspell.checkout"));
  private static final String REPOSITORY = System.getProperty("llmspell.maven.repository");

  private final Path home;
  private final Path folder;

  /**
   * A user with an empty data folder.
   *
   * @param folder where the data folder is, and where commands are run
   */
  Llmspell(Path folder) {
    this.folder = folder;
    this.home = folder.resolve("home");
  }

  /** How a process ended. */
  record Result(int exitCode, String output, String errors) {}

  static Path checkout() {
    return CHECKOUT;
  }

  Path home() {
    return home;
  }

  /** Writes a file in the current folder of the commands. */
  Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command to its end. */
  Result run(String... arguments) {
    return start(arguments).await();
  }

  /** Starts a command. */
  Running start(String... arguments) {
    List<String> command = new ArrayList<>(List.of(CHECKOUT.resolve("llmspell").toString()));
    command.addAll(List.of(arguments));
    return launch(command);
  }

  /** Runs lines of shell. */
  Running shell(String lines) {
    return launch(List.of("sh", "-c", lines));
  }

  /** Runs lines of a shell that knows jobs. */
  Running bash(String lines) {
    return launch(List.of("bash", "-c", lines));
  }

  private Running launch(List<String> command) {
    try {
      var builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("LLMSPELL_"));
      builder.environment().put("LLMSPELL_HOME", home.toString());
      // The JDK and the repository of this build, for what a guide builds with Maven.
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("MAVEN_ARGS", "-Dmaven.repo.local=" + REPOSITORY);
      builder.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + REPOSITORY);
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      return new Running(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process that runs. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Thread outputReader;
    private final Thread errorReader;

    Running(Process process) {
      this.process = process;
      this.outputReader = Thread.startVirtualThread(() -> copy(process.getInputStream(), output));
      this.errorReader = Thread.startVirtualThread(() -> copy(process.getErrorStream(), errors));
    }

    private static void copy(InputStream from, ByteArrayOutputStream to) {
      try (from) {
        from.transferTo(to);
      } catch (IOException e) {
        to.writeBytes(("[unreadable: " + e.getMessage() + "]").getBytes(UTF_8));
      }
    }

    String output() {
      return output.toString(UTF_8);
    }

    String errors() {
      return errors.toString(UTF_8);
    }

    Process process() {
      return process;
    }

    /** Waits until something is true; fails with what the process printed when that takes long. */
    void await(String what, BooleanSupplier condition) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      try {
        while (!condition.getAsBoolean()) {
          if (System.nanoTime() - deadline > 0) {
            throw new AssertionError("Never saw: " + what + ". " + this);
          }
          if (process.waitFor(20, TimeUnit.MILLISECONDS) && !condition.getAsBoolean()) {
            throw new AssertionError("Ended before: " + what + ". " + this);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    /** Waits for the end. */
    Result await() {
      try {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("Does not end. " + this);
        }
        outputReader.join();
        errorReader.join();
        return new Result(process.exitValue(), output(), errors());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    /** Asks the process to end, as {@code kill} does, and waits for it. */
    Result terminate() {
      process.destroy();
      return await();
    }

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(Duration.ofSeconds(10))) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public String toString() {
      return "Output: " + output() + "\nErrors: " + errors();
    }
  }
}
