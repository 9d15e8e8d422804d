package org.llmspell.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.command.CommandRunner;

@Timeout(60)
class CommandsTest {
  private static final String FILE =
      """
      [runtime]
      script_timeout_seconds = 5
      [providers.mine]
      api_key = "sk-secret"
      base_url = "http://ann:secret@host/"
      """;

  @TempDir Path folder;
  private TestContainer container;

  @BeforeEach
  void start(@TempDir Path cache) {
    container = TestContainer.start(cache);
  }

  @AfterEach
  void stop() {
    container.close();
  }

  @BeforeEach
  void writeFile() throws IOException {
    Files.writeString(folder.resolve("llmspell.toml"), FILE);
  }

  private TestCall run(String command, Map<String, List<String>> options, String... parameters) {
    return run(command, Map.of("HOME", "/none"), options, parameters);
  }

  private TestCall run(
      String command,
      Map<String, String> environment,
      Map<String, List<String>> options,
      String... parameters) {
    var call = new TestCall(folder, environment, options, parameters);
    try {
      assertThat(container.command(command).run(call)).isEqualTo(CommandRunner.OK);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    return call;
  }

  @Test
  void getPrintsOneSettingOrASectionWithoutSecrets() {
    assertThat(run("config get", Map.of(), "runtime.script_timeout_seconds").text).isEqualTo("5");
    assertThat(run("config get", Map.of(), "default_engine").text).isEqualTo("lua");
    assertThat(run("config get", Map.of(), "providers.mine").data)
        .isEqualTo(Map.of("api_key", "<REDACTED>", "base_url", "http://ann:<REDACTED>@host/"));
    assertThat(run("config get", Map.of(), "providers.mine.model").text).isEmpty();
    assertThatThrownBy(() -> run("config get", Map.of(), "runtime.script_timeout"))
        .hasMessageContaining("There is no setting 'runtime.script_timeout'")
        .hasMessageContaining("'llmspell config show'");
    assertThatThrownBy(() -> run("config get", Map.of(), "defualt_engine"))
        .hasMessageContaining("did you mean 'default_engine'?");
  }

  @Test
  void showPrintsTomlThatHoldsTheSameSettings() {
    String text = run("config show", Map.of()).text;

    assertThat(text).contains("script_timeout_seconds = 5").doesNotContain("secret@", "sk-");
    TomlFile again = TomlFile.parse(folder, text);
    assertThat(KeyPath.find(again.values(), KeyPath.parse("runtime.max_concurrent_scripts")))
        .contains(10L);
    assertThat(run("config show", Map.of("origin", List.of())).text)
        .contains(
            "script_timeout_seconds = 5  # project file: %s, line 2, column 26"
                .formatted(folder.resolve("llmspell.toml")))
        .contains("max_concurrent_scripts = 10  # default");
  }

  @Test
  void explainSaysWhichLayerHoldsAndWhatTheOthersSay() {
    TestCall call =
        run(
            "config explain",
            Map.of("HOME", "/none", "LLMSPELL_SCRIPT_TIMEOUT", "7"),
            Map.of("set", List.of("runtime.script_timeout_seconds=9")),
            "runtime.script_timeout_seconds");

    assertThat(call.text.lines().map(String::strip).toList())
        .contains(
            "* command line  9  (--set runtime.script_timeout_seconds)",
            "environment   7  (LLMSPELL_SCRIPT_TIMEOUT)",
            "project file  5  (%s, line 2, column 26)".formatted(folder.resolve("llmspell.toml")),
            "default       300",
            "Type: whole 1..",
            "Variables: LLMSPELL_SCRIPT_TIMEOUT, LLMSPELL_SCRIPT_TIMEOUT_SECONDS");
    assertThat(call.data).asString().contains("origin=command line", "value=9", "holds=true");
    assertThat(run("config explain", Map.of(), "providers.mine.api_key").text)
        .contains("<REDACTED>")
        .doesNotContain("sk-secret");
  }

  @Test
  void pathNamesTheFilesInForce() throws IOException {
    Files.createDirectories(folder.resolve("home/.llmspell"));
    Files.writeString(folder.resolve("home/.llmspell/config.toml"), "");

    assertThat(
            run("config path", Map.of("HOME", folder.resolve("home").toString()), Map.of())
                .text
                .lines())
        .containsExactly(
            folder.resolve("home/.llmspell/config.toml") + " (user file)",
            folder.resolve("llmspell.toml") + " (project file)");
  }

  @Test
  void validateFindsNothingWrongOrSaysEverything() throws IOException {
    assertThat(run("validate", Map.of()).text).startsWith("Configuration is valid: ");

    Files.writeString(
        folder.resolve("llmspell.toml"),
        """
        [runtime]
        script_timeout_seconds = 0
        slow = 1
        [hooks]
        enabled = "yes"
        """);
    var call = new TestCall(folder, Map.of("HOME", "/none"), Map.of());

    assertThatThrownBy(() -> container.command("validate").run(call))
        .hasMessage("Configuration validation failed");
    String file = folder.resolve("llmspell.toml").toString();
    assertThat(call.text.lines().map(String::strip).toList())
        .contains(
            "error: Setting 'runtime.script_timeout_seconds' is '0' but must be a whole number, at"
                + " least 1 (%s, line 2, column 26)".formatted(file),
            "error: Setting 'hooks.enabled' is 'yes' but must be true or false (%s, line 5, column 11)"
                .formatted(file),
            "warning: %s, line 3, column 1: unknown setting 'runtime.slow' is ignored"
                .formatted(file));
    assertThat(call.data).asString().contains("valid=false", "path=" + file);
  }

  @Test
  void validateNamesADefaultProviderThatIsNotThere() throws IOException {
    Files.writeString(
        folder.resolve("llmspell.toml"), "providers.default_provider = 'x'\n[providers.mine]\n");
    var call = new TestCall(folder, Map.of("HOME", "/none"), Map.of());

    assertThatThrownBy(() -> container.command("validate").run(call))
        .hasMessageContaining("failed");
    assertThat(call.text).contains("'providers.default_provider' is 'x'").contains("known: mine");
  }

  @Test
  void initWritesAFileThatIsValidAndReplacesNoneUnasked() throws IOException {
    Path made = folder.resolve("sub/new.toml");
    Map<String, List<String>> there = Map.of("output-file", List.of("sub/new.toml"));

    assertThat(run("init", there).text)
        .startsWith("Created configuration file: sub/new.toml")
        .contains("Next steps");
    String text = Files.readString(made);
    assertThat(TomlFile.parse(made, text).values()).containsEntry("default_engine", "lua");

    Files.writeString(made, "mine");
    assertThatThrownBy(() -> run("init", there))
        .hasMessage("Configuration file already exists: sub/new.toml. Use --force to overwrite.");
    assertThat(made).hasContent("mine");
    run("init", Map.of("output-file", List.of("sub/new.toml"), "force", List.of()));
    assertThat(made).hasContent(text);
    try (var files = Files.list(folder.resolve("sub"))) {
      assertThat(files).containsExactly(made);
    }
  }
}
