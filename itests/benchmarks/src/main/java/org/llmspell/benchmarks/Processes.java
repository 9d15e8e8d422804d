package org.llmspell.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs other programs, each with a time limit. */
final class Processes {
  private static final long LIMIT_SECONDS = 120;

  private Processes() {}

  /**
   * How a program ended.
   *
   * @param millis from its start to its end
   * @param peakKib the highest resident memory that was seen, in KiB
   */
  record Outcome(int exitCode, String output, double millis, long peakKib) {}

  static boolean exists(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  static Outcome run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("llmspell-benchmark", ".txt");
    try {
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      long peak = 0;
      long limit = start + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      while (!process.waitFor(2, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, residentKib(process.toHandle()));
        if (System.nanoTime() - limit > 0) {
          process.destroyForcibly();
          throw new IOException(command.getFirst() + " ran longer than " + LIMIT_SECONDS + " s");
        }
      }
      double millis = (System.nanoTime() - start) / 1e6;
      return new Outcome(
          process.exitValue(), Files.readString(output, StandardCharsets.UTF_8), millis, peak);
    } finally {
      Files.delete(output);
    }
  }

  /** Resident memory of a process and what it started, from Linux; 0 elsewhere. */
  static long residentKib(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .mapToLong(p -> status(p.pid(), "VmRSS").orElse(0))
        .sum();
  }

  private static OptionalLong status(long pid, String key) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(key + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException | java.io.UncheckedIOException e) {
      return OptionalLong.empty(); // it has ended meanwhile
    }
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
