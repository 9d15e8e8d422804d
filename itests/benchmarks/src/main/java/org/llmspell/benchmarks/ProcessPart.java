package org.llmspell.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The distribution as a whole process: a script that says hello, and the idle container. */
final class ProcessPart implements Part {
  private static final int RUNS = 11;
  private static final int WARM_UPS = 3;
  private static final String TIME = "< 500 ms, then < 300 ms";
  private static final String MEMORY = "< 75 MB, then < 60 MB";

  private final Optional<Path> llmspell;

  ProcessPart(Optional<Path> llmspell) {
    this.llmspell = llmspell;
  }

  @Override
  public List<Row> measure() throws IOException, InterruptedException {
    if (llmspell.isEmpty() || !Files.isExecutable(llmspell.get())) {
      String reason = "no distribution; build it or say --llmspell PATH";
      return List.of(
          Row.notMeasured("run hello.lua, whole process", TIME, reason),
          Row.notMeasured("run hello.lua, resident memory", MEMORY, reason),
          Row.notMeasured("idle container, resident memory", MEMORY, reason));
    }
    Path home = Files.createTempDirectory("llmspell-home");
    Path script = home.resolve("hello.lua");
    Files.writeString(script, "print('hello')\n");
    var rows = new ArrayList<>(hello(script, home));
    rows.add(idle(home));
    return rows;
  }

  private List<String> command(Path home, String... arguments) {
    List<String> command = new ArrayList<>(List.of("env", "LLMSPELL_HOME=" + home));
    command.add(llmspell.orElseThrow().toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private List<Row> hello(Path script, Path home) throws IOException, InterruptedException {
    double[] millis = new double[RUNS];
    double[] kib = new double[RUNS];
    for (int i = -WARM_UPS; i < RUNS; i++) {
      var outcome = Processes.run(command(home, "run", script.toString()));
      if (outcome.exitCode() != 0 || !outcome.output().contains("hello")) {
        throw new IOException("run hello.lua failed: " + outcome.output().strip());
      }
      if (i >= 0) {
        millis[i] = outcome.millis();
        kib[i] = outcome.peakKib();
      }
    }
    String floor = "best " + Row.number(java.util.Arrays.stream(millis).min().orElse(0), "ms");
    return List.of(
        new Row(
            "run hello.lua, whole process, median of " + RUNS,
            Row.number(Processes.median(millis), "ms"),
            TIME,
            floor),
        new Row(
            "run hello.lua, highest resident memory, median",
            Row.number(Processes.median(kib) / 1024, "MB"),
            MEMORY,
            "sampled every 2 ms"));
  }

  private Row idle(Path home) throws IOException, InterruptedException {
    Process serve =
        new ProcessBuilder(command(home, "serve"))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("serve.txt").toFile())
            .start();
    try {
      // Long enough to start and to become quiet.
      if (serve.waitFor(15, TimeUnit.SECONDS)) {
        return Row.notMeasured(
            "idle container, resident memory",
            MEMORY,
            "serve ended with exit code " + serve.exitValue());
      }
      return new Row(
          "idle container, resident memory after 15 s",
          Row.number(Processes.residentKib(serve.toHandle()) / 1024.0, "MB"),
          MEMORY,
          "");
    } finally {
      serve.descendants().forEach(ProcessHandle::destroy);
      serve.destroy();
      serve.waitFor(10, TimeUnit.SECONDS);
    }
  }
}
