package org.llmspell.testkit.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.llmspell.core.state.backend.StateBackendFactory;

/** A JVM that writes to a store until it is killed; see {@link KillCheck.Writer}. */
final class OtherProcess implements AutoCloseable {
  private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

  private final Process process;
  private final Path output;
  private final Path errors;

  private OtherProcess(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  static OtherProcess start(StateBackendFactory factory, Path folder, Path files)
      throws IOException {
    Path output = files.resolve("output");
    Path errors = files.resolve("errors");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            KillCheck.Writer.class.getName(),
            factory.getClass().getName(),
            folder.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    return new OtherProcess(process, output, errors);
  }

  /** Waits until it has said something. */
  void awaitFirstLine() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    while (lines().isEmpty()) {
      if (process.waitFor(5, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        throw new AssertionError("the writer did not start: " + Files.readString(errors));
      }
    }
  }

  /** Lets it run on for a while. */
  void letRun(Duration time) throws IOException, InterruptedException {
    if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the writer failed: " + Files.readString(errors));
    }
  }

  /** Kills it with signal 9 where there are signals. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** The complete lines that it has written. */
  List<String> lines() throws IOException {
    String text = Files.readString(output);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  @Override
  public void close() {
    kill();
  }
}
