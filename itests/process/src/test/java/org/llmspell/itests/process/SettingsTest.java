package org.llmspell.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.itests.process.Llmspell.Running;

/** Settings of the container, from the file to the bundles. */
@Tag("integration")
class SettingsTest {

  /** A call that takes 50 ms; says whether that counted as slow, and whether a hook was run. */
  private static final String SLOW_CALL =
      """
      local slow, ran = false, false
      Hook.register("PerformanceThresholdExceeded", function() slow = true end)
      Hook.register("BeforeToolExecution", function()
        ran = true
        local start = os.clock()
        while os.clock() - start < 0.05 do end
      end)
      Tool.invoke("calculator", {input = "1 + 1"})
      return tostring(slow) .. " " .. tostring(ran)
      """;

  @TempDir Path folder;

  Llmspell llmspell;

  @BeforeEach
  void user() {
    llmspell = new Llmspell(folder);
  }

  @Test
  void exportEachEventOnce() throws IOException {
    llmspell.file("llmspell.toml", "[events.export]\nfile = \"events.jsonl\"\n");

    var result = llmspell.run("exec", "Event.publish('user.login', {name = 'Ada'}) return 1");

    assertThat(result.errors()).doesNotContain("Error");
    assertThat(result.output()).isEqualTo("1\n");
    assertThat(exported("events.jsonl"))
        .singleElement()
        .asString()
        .contains("user.login")
        .contains("Ada");
  }

  @Test
  void sayWhichCallIsSlow() {
    llmspell.file("slow.lua", SLOW_CALL);
    assertThat(llmspell.run("run", "slow.lua").output()).isEqualTo("false true\n");

    llmspell.file("llmspell.toml", "[hooks.tools]\nslow_call_ms = 10\n");

    assertThat(llmspell.run("run", "slow.lua").output()).isEqualTo("true true\n");
  }

  @Test
  void switchHooksOffForTheWholeContainer() {
    llmspell.file("slow.lua", SLOW_CALL);
    llmspell.file("llmspell.toml", "[hooks]\nenabled = false\n");

    assertThat(llmspell.run("run", "slow.lua").output()).isEqualTo("false false\n");
  }

  @Test
  void areRefusedInOneLineThatSaysWhatIsAllowed() {
    llmspell.file("llmspell.toml", "[hooks.tools]\nslow_call_ms = \"fast\"\n");

    var result = llmspell.run("tool", "list");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).isEmpty();
    assertThat(problem(result))
        .isEqualTo(
            "Error: Setting 'hooks.tools.slow_call_ms' is 'fast' but must be a whole number, at least"
                + " 1 (%s, line 2, column 16)".formatted(folder.resolve("llmspell.toml")));
  }

  @Test
  void areRefusedWhenOnlyTheComponentCanTell() {
    llmspell.file("llmspell.toml", "[events.export]\nfile = \"nowhere/events.jsonl\"\n");

    var result = llmspell.run("exec", "return 1");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).isEmpty();
    assertThat(problem(result))
        .startsWith("Error: Setting 'events.export.file' names 'nowhere/events.jsonl'");
  }

  @Test
  void areThoseOfServeAndNotOfItsClients() throws IOException {
    llmspell.file("serve.toml", "[events.export]\nfile = \"serve.jsonl\"\n");
    llmspell.file(
        "client.toml", "[events]\nenabled = true\n[events.export]\nfile = \"client.jsonl\"\n");
    llmspell.file("off.toml", "[hooks]\nenabled = false\n");
    llmspell.file("slow.lua", SLOW_CALL);
    Running container = llmspell.start("--config", "serve.toml", "serve");
    try (container) {
      container.await("Serving", () -> container.errors().contains("Serving"));

      llmspell.run("--config", "client.toml", "exec", "Event.publish('from.client', 1)");

      assertThat(exported("client.jsonl")).singleElement().asString().contains("from.client");
      assertThat(llmspell.run("--config", "off.toml", "run", "slow.lua").output())
          .isEqualTo("false true\n");
    }
    assertThat(exported("serve.jsonl")).filteredOn(line -> line.contains("from.client")).hasSize(1);
  }

  @Test
  void changeWhileServeRunsAndLeaveKeptScriptsTheirHooksAndHandlers() {
    llmspell.file(
        "keeper.lua",
        """
        local slow = 0
        Hook.register("PerformanceThresholdExceeded", function() slow = slow + 1 end)
        Hook.register("BeforeToolExecution", function()
          local start = os.clock()
          while os.clock() - start < 0.03 do end
        end)
        Event.on("config.changed", function(event) print("changed " .. event.data.keys[1]) end)
        Event.on("ask", function(event) print(event.data.n .. ": slow calls " .. slow) end)
        """);
    llmspell.file("llmspell.toml", "[hooks.tools]\nslow_call_ms = 60000\n");
    try (Running container = llmspell.start("serve", "--keep", "keeper.lua")) {
      container.await("kept", () -> container.errors().contains("Keeping script"));
      call(container, 1, 0);

      llmspell.file(
          "llmspell.toml", "[hooks.tools]\nslow_call_ms = 10\n[events]\nbuffer_size = 9\n");
      container.await("change", () -> container.output().contains("changed events.buffer_size"));
      call(container, 2, 1);

      llmspell.file(
          "llmspell.toml", "[hooks.tools]\nslow_call_ms = 1000\n[events]\nbufer = 9\nenabled = 5");
      container.await(
          "refusal",
          () ->
              container.errors().contains("The old settings stay in force")
                  && container.errors().contains("llmspell.toml, line 5, column 11"));
      call(container, 3, 2);

      llmspell.file("llmspell.toml", "[hooks]\nenabled = false\n[debug]\nlevel = \"debug\"\n");
      container.await("change", () -> container.output().contains("changed debug.level"));
      call(container, 4, 2);
    }
  }

  /** Calls a tool and has the kept script say how many slow calls it has seen. */
  private void call(Running container, int number, int slow) {
    var result =
        llmspell.run(
            "--config",
            llmspell.file("none.toml", "").toString(),
            "exec",
            """
            Tool.invoke("calculator", {input = "1 + 1"})
            Event.publish("ask", {n = %d})
            """
                .formatted(number));
    assertThat(result.exitCode()).as(result.errors()).isZero();
    container.await(
        "slow calls of " + number,
        () -> container.output().contains(number + ": slow calls " + slow));
  }

  /** All that was told, but for the notice of a first start. */
  private static String problem(Llmspell.Result result) {
    return result
        .errors()
        .lines()
        .filter(line -> !line.startsWith("Preparing fast starts"))
        .collect(Collectors.joining("\n"));
  }

  private List<String> exported(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }
}
