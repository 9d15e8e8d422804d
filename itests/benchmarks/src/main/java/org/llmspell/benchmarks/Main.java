package org.llmspell.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs all parts, or those that are named, and writes the table. Usage: {@code Main [--llmspell
 * PATH] [--out FILE] [PART ...]}.
 */
public final class Main {
  private Main() {}

  /** The settings of a run. */
  private record Options(Optional<Path> llmspell, Path out, List<String> parts) {

    static Options of(String[] args) {
      Optional<Path> llmspell = Optional.empty();
      Path out = Path.of("RESULTS.md");
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < args.length; i++) {
        switch (args[i]) {
          case "--llmspell" -> llmspell = Optional.of(Path.of(args[++i]));
          case "--out" -> out = Path.of(args[++i]);
          default -> parts.add(args[i]);
        }
      }
      return new Options(llmspell, out, parts);
    }
  }

  /** Runs. */
  public static void main(String[] args) throws IOException {
    var options = Options.of(args);
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("micro", new MicroPart());
    parts.put("cpu", new CpuPart());
    parts.put("security", new SecurityPart());
    parts.put("lua", new LuaPart());
    parts.put("events", new EventsPart());
    parts.put("hooks", new HooksPart());
    parts.put("state", new StatePart());
    parts.put("turn", new TurnPart());
    parts.put("agents", new AgentsPart());
    parts.put("workflows", new WorkflowsPart());
    parts.put("process", new ProcessPart(options.llmspell()));
    parts.put("upgrade", new UpgradePart());
    if (!options.parts().isEmpty()) {
      parts.keySet().retainAll(options.parts());
    }
    List<Row> rows = new ArrayList<>();
    parts.forEach((name, part) -> rows.addAll(measure(name, part)));
    String report = report(rows);
    Files.writeString(options.out(), report);
    print(report);
  }

  private static List<Row> measure(String name, Part part) {
    print("== " + name);
    try {
      return part.measure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(Row.notMeasured(name, "", "interrupted"));
    } catch (Exception | LinkageError e) {
      return List.of(Row.notMeasured(name, "", String.valueOf(e.getMessage())));
    }
  }

  private static String report(List<Row> rows) throws IOException {
    var text = new StringBuilder("# Benchmark results\n\n");
    text.append("Written by `itests/benchmarks/run` on ")
        .append(LocalDate.now(ZoneOffset.UTC))
        .append(".\n\n");
    text.append("Machine: ")
        .append(Runtime.getRuntime().availableProcessors())
        .append(" cores, ")
        .append(cpu())
        .append(", ")
        .append(System.getProperty("os.name"))
        .append(", JDK ")
        .append(Runtime.version())
        .append(", load at the end ")
        .append(load())
        .append(".\n\n| what | figure | target | peer or baseline of the same run |\n")
        .append("|---|---|---|---|\n");
    rows.forEach(row -> text.append(row.markdown()).append('\n'));
    return text.toString();
  }

  private static String cpu() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.exists(info)) {
      return System.getProperty("os.arch");
    }
    try (var lines = Files.lines(info)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }

  private static String load() throws IOException {
    Path load = Path.of("/proc/loadavg");
    return Files.exists(load) ? Files.readString(load).split(" ")[0] : "unknown";
  }

  @SuppressWarnings("SystemOut") // this is a command
  private static void print(String text) {
    System.out.println(text);
  }
}
