package org.llmspell.testkit.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A JVM with the class path of this one, which works until it is killed. What it writes to its
 * standard output is kept, also when it was killed right after. For one thread.
 */
public final class OtherProcess implements AutoCloseable {
  private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

  private final Process process;
  private final Path output;
  private final Path errors;

  private OtherProcess(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /**
   * Starts one with 128 MB of heap.
   *
   * @param files an existing folder for its output
   * @param main the class whose main method it runs
   */
  public static OtherProcess start(Path files, Class<?> main, String... arguments)
      throws IOException {
    return start(files, List.of("-Xmx128m"), main, arguments);
  }

  /** The same with options of the JVM. */
  public static OtherProcess start(
      Path files, List<String> options, Class<?> main, String... arguments) throws IOException {
    Path output = files.resolve("output");
    Path errors = files.resolve("errors");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    return new OtherProcess(process, output, errors);
  }

  /** Waits until it has said something. */
  public void awaitFirstLine() throws IOException, InterruptedException {
    await(lines -> !lines.isEmpty());
  }

  /** Waits until it has said what is wanted. */
  public void await(Predicate<List<String>> said) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    while (!said.test(lines())) {
      if (process.waitFor(5, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        throw new AssertionError(
            "the process did not say what is wanted: " + Files.readString(errors));
      }
    }
  }

  /** Lets it run on for a while. */
  public void letRun(Duration time) throws IOException, InterruptedException {
    if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the process failed: " + Files.readString(errors));
    }
  }

  /** Waits until it has ended by itself and well. */
  public void awaitEnd(Duration time) throws IOException, InterruptedException {
    boolean ended = process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError(
          "the process %s: %s"
              .formatted(ended ? "failed" : "is too slow", Files.readString(errors)));
    }
  }

  /** Kills it with signal 9 where there are signals. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** The complete lines that it has written. */
  public List<String> lines() throws IOException {
    String text = Files.readString(output);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  @Override
  public void close() {
    kill();
  }
}
