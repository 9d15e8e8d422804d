package org.llmspell.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.config.Settings;
import org.llmspell.core.config.SettingsSource;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.osgi.framework.Bundle;

class LayeredSettingsTest {

  @TempDir Path root;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    folder = Files.createDirectories(root.resolve("work"));
    environment.put("HOME", Files.createDirectories(root.resolve("home")).toString());
  }

  @Test
  void hasNothingToSayWithoutFileAndEnvironment() {
    assertThat(load().values()).isEmpty();
  }

  @Test
  void readsAllKindsOfValues() throws IOException {
    write(
        "work/llmspell.toml",
        """
        default_engine = "lua"
        [runtime.security]
        max_memory_bytes = 1_000
        allow_file_access = true
        [tools.file_operations]
        allowed_paths = ["/a", "/b"]
        [hooks]
        circuit_breaker_threshold = 0.01
        [[rules]]
        since = 2026-01-02
        """);

    Settings settings = load();

    assertThat(settings.text("default_engine")).contains("lua");
    assertThat(settings.number("runtime.security.max_memory_bytes")).contains(1000L);
    assertThat(settings.flag("runtime.security.allow_file_access")).contains(true);
    assertThat(settings.texts("tools.file_operations.allowed_paths")).containsExactly("/a", "/b");
    assertThat(settings.get("hooks.circuit_breaker_threshold")).contains(0.01);
    assertThat(settings.get("rules")).contains(List.of(Map.of("since", "2026-01-02")));
  }

  @Test
  void takesTheFirstOfTheUsualPlacesOfTheUserAndOfTheProject() throws IOException {
    List<String> places =
        List.of(
            "work/llmspell.toml",
            "work/.llmspell.toml",
            "work/config/llmspell.toml",
            "work/.config/llmspell.toml",
            "home/.llmspell/config.toml",
            "home/.llmspell.toml",
            "home/.config/llmspell.toml",
            "home/.config/llmspell/config.toml");

    for (String place : places.reversed()) {
      write(place, "default_engine = '" + place + "'");

      assertThat(load().text("default_engine")).contains(place);
    }
  }

  @Test
  void laysTheProjectOverTheUserTableByTable() throws IOException {
    write(
        "home/.llmspell/config.toml",
        "[runtime.security]\nallow_file_access = true\ngrants = ['a']");
    write("work/llmspell.toml", "[runtime.security]\nallow_process_spawn = true\ngrants = ['b']");

    Settings settings = load();

    assertThat(settings.flag("runtime.security.allow_file_access")).contains(true);
    assertThat(settings.flag("runtime.security.allow_process_spawn")).contains(true);
    assertThat(settings.texts("runtime.security.grants")).containsExactly("b");
  }

  @Test
  void takesANamedFileAlone() throws IOException {
    write("home/.llmspell/config.toml", "default_engine = 'user'");
    write("work/a.toml", "[runtime]\nscript_timeout_seconds = 5");

    assertThat(load(Path.of("a.toml")).text("default_engine")).isEmpty();
  }

  @Test
  void letsTheCommandLineOverrideEverything() throws IOException {
    write("work/llmspell.toml", "[runtime]\nscript_timeout_seconds = 5");
    environment.put("LLMSPELL_SCRIPT_TIMEOUT", "7");

    Settings settings =
        load(
            "runtime.script_timeout_seconds=9",
            "tools.file_operations.allowed_paths=['/a b', '/c']",
            "default_engine=lua",
            "bundles.\"org.example.x\".name=true love");

    assertThat(settings.number("runtime.script_timeout_seconds")).contains(9L);
    assertThat(settings.texts("tools.file_operations.allowed_paths")).containsExactly("/a b", "/c");
    assertThat(settings.text("default_engine")).contains("lua");
    assertThat(settings.get("bundles"))
        .contains(Map.of("org.example.x", Map.of("name", "true love")));
  }

  @Test
  void warnsOfWhatNobodyKnowsWithPlaceAndSuggestion() throws IOException {
    write(
        "work/llmspell.toml",
        """
        defualt_engine = "lua"
        [runtime.securty]
        a = 1
        b = 2
        [engines.lua]
          "max_memory" = 1
          sandbox = true
        [runtime]
        slow_call_ms = 3
        [providers.mine]
        modle = "x"
        """);

    load();

    String file = folder.resolve("llmspell.toml").toString();
    assertThat(warnings)
        .containsExactlyInAnyOrder(
            file
                + ", line 1, column 1: unknown setting 'defualt_engine' is ignored; did you mean 'default_engine'?",
            file
                + ", line 2, column 1: unknown setting 'runtime.securty' is ignored; did you mean 'runtime.security'?",
            file + ", line 7, column 3: unknown setting 'engines.lua.sandbox' is ignored",
            file
                + ", line 9, column 1: unknown setting 'runtime.slow_call_ms' is ignored; did you mean 'hooks.tools.slow_call_ms'?",
            file
                + ", line 11, column 1: unknown setting 'providers.mine.modle' is ignored; did you mean 'providers.mine.model'?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [runtime]\\nscript_timeout_seconds = 0 | 'runtime.script_timeout_seconds' is '0' but must be a whole number, at least 1 | line 2, column 26
          [runtime.security]\\nallow_file_access = "yes" | 'runtime.security.allow_file_access' is 'yes' but must be true or false | line 2, column 21
          runtime = 5 | 'runtime' is '5' but must be a section | line 1, column 11
          a = 1\\ntools.email.smtp_password = 1234 | 'tools.email.smtp_password' is '<REDACTED>' but must be text | line 2, column 29
          [tools.email]\\nsmtp_tls = "yes" | 'tools.email.smtp_tls' is 'yes' but must be one of none, starttls, tls | line 2, column 12
          """)
  void refusesWrongValuesWithLineAndColumn(String text, String problem, String place)
      throws IOException {
    write("work/llmspell.toml", text.replace("\\n", "\n"));

    assertThat(failure(Optional.empty()))
        .hasMessage(
            "Setting %s (%s, %s)".formatted(problem, folder.resolve("llmspell.toml"), place));
  }

  @ParameterizedTest
  @CsvSource({
    "LLMSPELL_OPENAI_MODEL, gpt-x, providers.openai.model",
    "LLMSPELL_PROVIDER_OPENAI_MODEL, gpt-x, providers.openai.model",
    "LLMSPELL_OPENAI_ENDPOINT, http://x, providers.openai.base_url",
    "EMAIL_SMTP_HOST, mail, tools.email.smtp_host",
    "DATABASE_SQLITE_PATH, a.db, tools.database.sqlite_path",
    "BRAVE_API_KEY, abc, tools.web_search.brave_api_key",
  })
  void readsTheFamiliesOfProvidersAndTools(String variable, String text, String key) {
    environment.put(variable, text);

    assertThat(load().text(key)).contains(text);
  }

  @Test
  void looksIntoTheDataFolderOfTheEnvironment() throws IOException {
    write("data/config.toml", "default_engine = 'data'");
    environment.put("LLMSPELL_HOME", root.resolve("data").toString());

    assertThat(load().text("default_engine")).contains("data");
  }

  @Test
  void prefersTheCommandLineToTheEnvironmentToTheUsualPlaces() throws IOException {
    write("work/llmspell.toml", "default_engine = 'usual'");
    write("work/named.toml", "default_engine = 'variable'");
    write("work/option.toml", "default_engine = 'option'");

    environment.put("LLMSPELL_CONFIG", "named.toml");
    assertThat(load().text("default_engine")).contains("variable");
    assertThat(load(Path.of("option.toml")).text("default_engine")).contains("option");
  }

  @Test
  void letsTheEnvironmentOverrideEvenANamedFile() throws IOException {
    write("work/a.toml", "[runtime]\nscript_timeout_seconds = 5\nenable_streaming = false");
    environment.put("LLMSPELL_SCRIPT_TIMEOUT", "7");

    Settings settings = load(Path.of("a.toml"));

    assertThat(settings.number("runtime.script_timeout_seconds")).contains(7L);
    assertThat(settings.flag("runtime.enable_streaming")).contains(false);
  }

  @ParameterizedTest
  @CsvSource({
    "LLMSPELL_MAX_MEMORY_MB, 2, runtime.security.max_memory_bytes, 2097152",
    "LLMSPELL_MAX_MEMORY_BYTES, 2, runtime.security.max_memory_bytes, 2",
    "LLMSPELL_SCRIPT_TIMEOUT_SECONDS, 2, runtime.script_timeout_seconds, 2",
    "LLMSPELL_ALLOW_PROCESS_SPAWN, true, runtime.security.allow_process_spawn, true",
    "LLMSPELL_DEFAULT_ENGINE, x, default_engine, x",
    "LLMSPELL_STATE_ENABLED, true, runtime.state_persistence.enabled, true",
    "LLMSPELL_STATE_BACKUP_DIR, /b, runtime.state_persistence.backup.backup_dir, /b",
    "LLMSPELL_EVENTS_MAX_EVENTS_PER_SECOND, 5, events.max_events_per_second, 5.0",
    "LLMSPELL_EVENTS_FILTERING_EXCLUDE_TYPES, 'a.*,b', events.filtering.exclude_types, '[a.*, b]'",
    "LLMSPELL_TOOLS_ALLOWED_PATHS, /a:/b, tools.file_operations.allowed_paths, '[/a, /b]'",
  })
  void readsBothFamiliesOfNames(String variable, String text, String key, String value) {
    environment.put(variable, text);

    assertThat(load().get(key).map(Object::toString)).contains(value);
  }

  @Test
  void takesAnEmptyVariableForUnset() {
    environment.put("LLMSPELL_ALLOW_FILE_ACCESS", "");

    assertThat(load().values()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "LLMSPELL_ALLOW_FILE_ACCESS, yes, true or false",
    "LLMSPELL_MAX_MEMORY_MB, 9223372036854775807, a whole number of MB",
    "LLMSPELL_SCRIPT_TIMEOUT, 1.5, a whole number",
  })
  void namesTheVariableThatIsWrong(String variable, String text, String wanted) {
    environment.put(variable, text);

    assertThat(failure(Optional.empty()))
        .hasMessage(
            "Environment variable %s is '%s' but must be %s".formatted(variable, text, wanted));
  }

  @Test
  void refusesAFileThatIsNotThere() {
    var failure = failure(Optional.of(Path.of("no.toml")));

    assertThat(failure.kind()).isInstanceOf(ErrorKind.Configuration.class);
    assertThat(failure)
        .hasMessageStartingWith("Configuration file not found: " + folder.resolve("no.toml"))
        .hasMessageContaining("--config");
  }

  @Test
  void namesFileLineAndColumnOfAMistake() throws IOException {
    write("work/llmspell.toml", "a = 1\n\nb = = 2\n");

    assertThat(failure(Optional.empty()))
        .hasMessageContaining(folder.resolve("llmspell.toml").toString())
        .hasMessageContaining("line 3, column 5")
        .hasMessageContaining("Correct the file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a = 1\na = 2", "[a", "a = \"x", "[a]\nb = 1\n[a]\nb = 2", "a"})
  void refusesWhatIsNoToml(String text) throws IOException {
    write("work/llmspell.toml", text);

    assertThat(failure(Optional.empty()))
        .hasMessageStartingWith("Failed to parse config file:")
        .hasMessageContaining("line ")
        .extracting(Throwable::getMessage)
        .asString()
        .hasLineCount(1)
        .doesNotContain("com.fasterxml", "java.");
  }

  @Test
  void refusesAFileThatIsNotText() throws IOException {
    Files.write(folder.resolve("llmspell.toml"), new byte[] {(byte) 0xFF, 1});

    assertThat(failure(Optional.empty())).hasMessageContaining("not UTF-8");
  }

  @Test
  void acceptsAByteOrderMark() throws IOException {
    write("work/llmspell.toml", "\uFEFFdefault_engine = 'lua'");

    assertThat(load().text("default_engine")).contains("lua");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Settings load(String... assignments) {
    return new LayeredSettings(() -> new Bundle[0])
        .load(
            new SettingsSource(Optional.empty(), folder, environment, List.of(assignments)),
            warnings::add);
  }

  private Settings load(Path file) {
    return new LayeredSettings(() -> new Bundle[0]).load(Optional.of(file), folder, environment);
  }

  private SpellException failure(Optional<Path> file) {
    return catchThrowableOfType(
        SpellException.class,
        () -> new LayeredSettings(() -> new Bundle[0]).load(file, folder, environment));
  }
}
