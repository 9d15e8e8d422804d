package org.llmspell.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.script.ScriptRunner;
import org.llmspell.core.tool.Tool;

/** Lua chunks in our engine, and in the native interpreter where it is installed. */
final class LuaPart implements Part {
  private static final String NATIVE = "lua5.4";
  private static final String TARGET = "faster than native Lua 5.4";
  private static final String TOOL_CALLS =
      """
      local clock = function() return tonumber(Tool.invoke("cpu-clock", {}).text) / 1e9 end
      local best = math.huge
      for _ = 1, 20 do
        local start = clock()
        for i = 1, 10000 do Tool.invoke("adder", {a = i, b = 1}) end
        best = math.min(best, clock() - start)
      end
      return string.format("tool=%.3f", best * 1000 / 10)
      """;

  @Override
  public List<Row> measure() throws Exception {
    String script = script();
    Map<String, Double> ours = new LinkedHashMap<>();
    Map<String, Double> tool;
    try (Container container = Container.start()) {
      container.register(Tool.class, new Adder(), Map.of("llmspell.tool.name", "adder"));
      container.register(Tool.class, new CpuClock(), Map.of("llmspell.tool.name", "cpu-clock"));
      ScriptRunner runner = container.service(ScriptRunner.class);
      ours.putAll(parse(runner.run(Scripts.of("chunks.lua", script)).value()));
      tool = parse(runner.run(Scripts.of("tools.lua", TOOL_CALLS)).value());
    }
    Map<String, Double> peer = Processes.exists(NATIVE) ? runNative(script) : Map.of();
    List<Row> rows = new ArrayList<>();
    ours.forEach((chunk, millis) ->
        rows.add(
            new Row(
                "Lua " + chunk + ", processor time",
                Row.number(millis, "ms"),
                TARGET,
                peer(millis, peer, chunk))));
    tool.forEach((_, micros) ->
        rows.add(
            new Row("Tool.invoke from Lua, processor time", Row.number(micros, "µs"), "", "")));
    return rows;
  }

  private static String peer(double millis, Map<String, Double> peer, String chunk) {
    Double other = peer.get(chunk);
    return other == null
        ? "not measured: " + NATIVE + " is not installed"
        : "native %s; ratio %s".formatted(Row.number(other, "ms"), Row.number(millis / other, "x"));
  }

  private static String script() throws IOException {
    try (InputStream in = LuaPart.class.getResourceAsStream("chunks.lua")) {
      return new String(Container.present(in, "chunks.lua").readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Map<String, Double> runNative(String script)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("chunks", ".lua");
    try {
      Files.writeString(file, script);
      return parse(Processes.run(List.of(NATIVE, file.toString())).output());
    } finally {
      Files.delete(file);
    }
  }

  private static Map<String, Double> parse(@Nullable Object report) {
    Map<String, Double> millis = new LinkedHashMap<>();
    String.valueOf(report)
        .strip()
        .lines()
        .map(line -> line.split("="))
        .forEach(pair -> millis.put(pair[0], Double.valueOf(pair[1])));
    return millis;
  }
}
