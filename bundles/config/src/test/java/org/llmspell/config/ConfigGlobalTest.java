package org.llmspell.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.llmspell.core.config.Settings;
import org.llmspell.core.config.SettingsSource;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;

@Timeout(60)
class ConfigGlobalTest {

  @TempDir Path folder;
  private TestContainer container;

  @BeforeEach
  void start() {
    container = TestContainer.start(folder);
  }

  @AfterEach
  void stop() {
    container.close();
  }

  /** A script with the settings that its container has, too. */
  private Script script(String... assignments) {
    Settings settings = load(assignments);
    container.settings().apply(settings);
    return script(settings);
  }

  private Script script(Settings settings) {
    return new Script(((ScriptObject) container.global().open(new Session(settings))).members());
  }

  private Settings load(String... assignments) {
    return container
        .loader()
        .load(
            new SettingsSource(
                Optional.empty(), folder, Map.of("HOME", "/none"), List.of(assignments)),
            _ -> {});
  }

  /** The functions for a script. */
  private record Script(Map<String, ? extends @Nullable Object> members) {

    @Nullable Object call(String name, Object... values) {
      var function =
          (ScriptFunction) Objects.requireNonNull(members.get(name), "no function " + name);
      List<@Nullable Object> arguments = new ArrayList<>();
      Collections.addAll(arguments, values);
      return function.call(new ScriptArguments("Config." + name, arguments));
    }

    @Nullable Object section(String name) {
      return call("getSection", name);
    }
  }

  @Test
  void showsSettingsWithDefaultsAndWithoutSecrets() {
    Script script =
        script(
            "providers.mine.model=m1",
            "providers.mine.api_key=sk-secret",
            "providers.providers.old.model=m2",
            "runtime.security.allow_file_access=true");

    assertThat(script.call("getDefaultEngine")).isEqualTo("lua");
    assertThat(script.call("listProviders")).isEqualTo(List.of("old", "mine"));
    assertThat(script.call("getProvider", "mine"))
        .isEqualTo(Map.of("model", "m1", "api_key", "<REDACTED>"));
    assertThat(script.call("getProvider", "old")).isEqualTo(Map.of("model", "m2"));
    assertThat(script.call("getProvider", "none")).isNull();
    assertThat(script.call("getProvider", "providers")).isNull();
    assertThat(script.call("isFileAccessAllowed")).isEqualTo(true);
    assertThat(script.call("isNetworkAccessAllowed")).isEqualTo(true);
    assertThat(script.section("runtime.script_timeout_seconds")).isEqualTo(300L);
    assertThat(script.section("no.such")).isNull();
    assertThat(String.valueOf(script.call("get")))
        .contains("m1", "<REDACTED>")
        .doesNotContain("sk-secret");
    assertThat(script.call("toJson")).isEqualTo(script.call("get"));
  }

  @Test
  void letsScriptsReadAndNoMoreByDefault() {
    Script script = script();

    assertThat(script.call("getPermissions"))
        .isEqualTo(
            Map.of(
                "read", true,
                "modify_providers", false,
                "modify_tools", false,
                "modify_runtime", false,
                "modify_security", false,
                "access_secrets", false));
    denied("modify_tools", () -> script.call("addAllowedPath", "/data"));
    denied("modify_providers", () -> script.call("setProvider", "p", Map.of("model", "m")));
    denied("modify_security", () -> script.call("setSecurity", Map.of("grants", List.of("x"))));
    denied("modify_runtime", () -> script.call("restoreSnapshot", 1L));
    assertThat(script.call("getAuditTrail"))
        .asString()
        .contains("allowed=false", "tools.file_operations.allowed_paths", "modify_tools");
  }

  private static void denied(String permission, Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("Permission denied")
        .hasMessageContaining("runtime.security.config." + permission)
        .extracting(e -> ((SpellException) e).kind())
        .isInstanceOf(ErrorKind.Configuration.class);
  }

  @ParameterizedTest
  @CsvSource({
    "none, false, false, false, false",
    "read_only, true, false, false, false",
    "standard, true, true, false, false",
    "full, true, true, true, true",
  })
  void knowsPresets(
      String preset, boolean read, boolean modify, boolean security, boolean secrets) {
    Script script = script("runtime.security.config.preset=" + preset);

    assertThat(script.call("getPermissions"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("read", read)
        .containsEntry("modify_providers", modify)
        .containsEntry("modify_tools", modify)
        .containsEntry("modify_runtime", modify)
        .containsEntry("modify_security", security)
        .containsEntry("access_secrets", secrets);
    if (!read) {
      denied("read", () -> script.call("get"));
    }
  }

  @Test
  void allowsNoMoreThanTheContainerDoes() {
    container.settings().apply(Settings.NONE);
    Script script = script(load("runtime.security.config.preset=full"));

    denied("modify_tools", () -> script.call("addAllowedPath", "/data"));
    assertThat(script.call("getPermissions")).asString().contains("access_secrets=false");
  }

  @Test
  void changesSettingsForAllThatStartsLater() {
    Script script = script("runtime.security.config.preset=standard", "providers.p.model=old");

    script.call("addAllowedPath", "/data");
    script.call("addAllowedPath", "/data");
    script.call("setProvider", "p", Map.of("model", "new", "timeout_seconds", 5L));

    assertThat(script.section("tools.file_operations.allowed_paths"))
        .isEqualTo(List.of("/tmp", "/data"));
    assertThat(script.call("getProvider", "p"))
        .isEqualTo(Map.of("model", "new", "timeout_seconds", 5L));
    assertThat(load().text("providers.p.model")).contains("new");
    assertThat(container.settings().current().text("providers.p.model")).contains("new");
    assertThat(container.configurations().get("org.llmspell.security"))
        .containsEntry("tools.file_operations.allowed_paths", new String[] {"/tmp", "/data"});
    assertThat(script.call("getAuditTrail"))
        .asString()
        .contains("path=providers.p.model", "allowed=true", "source=test.lua");
  }

  @Test
  void survivesNewSettingsOfTheContainer() {
    Script script = script("runtime.security.config.preset=standard");
    script.call("setProvider", "p", Map.of("model", "mine"));

    container.settings().apply(load("providers.p.model=file", "providers.p.max_tokens=7"));

    assertThat(container.settings().current().text("providers.p.model")).contains("mine");
    assertThat(container.settings().current().number("providers.p.max_tokens")).contains(7L);
  }

  @Test
  void refusesWhatIsWrongOrNobodyKnowsAndChangesNothing() {
    Script script = script("runtime.security.config.preset=full");

    assertThatThrownBy(() -> script.call("setProvider", "p", Map.of("max_tokens", "many")))
        .hasMessageContaining("'providers.p.max_tokens' is 'many' but must be a whole number");
    assertThatThrownBy(() -> script.call("setProvider", "p", Map.of("modle", "m")))
        .hasMessageContaining("did you mean 'providers.p.model'");
    assertThatThrownBy(() -> script.call("setProvider", "default_provider", Map.of()))
        .hasMessageContaining("name of a provider");
    assertThatThrownBy(() -> script.call("addAllowedPath", " ")).hasMessageContaining("empty");

    assertThat(script.call("getProvider", "p")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "allow_process_spawn, true",
    "allow_network_access, true",
    "allow_file_access, true",
    "max_memory_bytes, 1073741825",
    "max_execution_time_ms, 999",
  })
  void keepsWhatIsLockedEvenFromThoseWhoMayChangeSecurity(String name, String value) {
    Script script = script("runtime.security.config.preset=full");
    Object plain = value.equals("true") ? true : (Object) Long.valueOf(value);

    assertThatThrownBy(() -> script.call("setSecurity", Map.of(name, plain)))
        .hasMessageContaining("Permission denied: changing 'runtime.security.%s'".formatted(name));
    assertThatThrownBy(
            () -> script.call("setSecurity", Map.of("config", Map.of("access_secrets", true))))
        .hasMessageContaining("settled when the container starts");

    script.call(
        "setSecurity", Map.of("max_memory_bytes", 1L << 30, "max_execution_time_ms", 1000L));
    assertThat(script.section("runtime.security.max_execution_time_ms")).isEqualTo(1000L);
  }

  @Test
  void showsAndChangesOnlyTheProvidersAndToolsThatAreNamed() {
    Script script =
        script(
            "runtime.security.config.preset=standard",
            "runtime.security.config.allowed_providers=['mine']",
            "runtime.security.config.allowed_tools=['network']",
            "providers.mine.model=m1",
            "providers.other.model=m2",
            "providers.providers.older.model=m3");

    assertThat(script.call("listProviders")).isEqualTo(List.of("mine"));
    assertThat(script.call("getProvider", "other")).isNull();
    assertThat(script.call("getProvider", "older")).isNull();
    assertThat(String.valueOf(script.call("getTools")))
        .contains("network={")
        .doesNotContain("email");
    denied("allowed_providers", () -> script.call("setProvider", "other", Map.of("model", "x")));
    denied("allowed_tools", () -> script.call("addAllowedPath", "/data"));
  }

  @Test
  void goesBackToASnapshot() {
    Script script = script("runtime.security.config.preset=standard");
    long before = Instant.now().getEpochSecond();
    assertThat(script.call("snapshot")).isNull();
    List<?> seconds = (List<?>) Objects.requireNonNull(script.call("listSnapshots"));
    script.call("setProvider", "p", Map.of("model", "m"));

    script.call("restoreSnapshot", seconds.getFirst());

    assertThat(script.call("getProvider", "p")).isNull();
    assertThat(load().text("providers.p.model")).isEmpty();
    assertThat((Long) seconds.getFirst()).isGreaterThanOrEqualTo(before);
    assertThatThrownBy(() -> script.call("restoreSnapshot", 5L))
        .hasMessageStartingWith("Snapshot not found: 5");
  }

  @Test
  void keepsTheLastTenSnapshots() {
    var snapshots = new ConfigSnapshots();
    for (long second = 1; second <= 12; second++) {
      snapshots.keep(second, Map.of("n", second));
    }

    assertThat(snapshots.seconds()).hasSize(10).startsWith(3L).endsWith(12L);
    assertThat(snapshots.find(3)).contains(Map.of("n", 3L));
    assertThat(snapshots.find(2)).isEmpty();
  }

  /** A session that only has settings. */
  private record Session(Settings settings) implements ScriptSession {
    @Override
    public ExecutionContext context() {
      return ExecutionContext.create();
    }

    @Override
    public String language() {
      return "lua";
    }

    @Override
    public Optional<Path> file() {
      return Optional.of(Path.of("test.lua"));
    }

    @Override
    public List<String> arguments() {
      return List.of();
    }

    @Override
    public <T extends @Nullable Object> T await(Callable<T> work) throws Exception {
      return work.call();
    }

    @Override
    public @Nullable Object yieldValue(@Nullable Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String stackTrace() {
      return "";
    }

    @Override
    public void onClose(AutoCloseable resource) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void print(String line) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void printError(String line) {
      throw new UnsupportedOperationException();
    }
  }
}
