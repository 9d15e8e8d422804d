package org.llmspell.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PermissionUse;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.PluginReport;
import org.llmspell.core.plugin.PluginVerifier;
import org.llmspell.core.plugin.UpgradeOptions;

class PluginCommandsTest {

  @TempDir Path folder;
  private final Manager manager = new Manager();
  private final TestConsole console = console(manager);

  @BeforeEach
  void makeAJar() throws IOException {
    Files.writeString(folder.resolve("a.jar"), "");
    console.in(folder);
  }

  @Test
  void installsAndTellsTheStepsApartFromTheResult() {
    assertThat(console.run("plugin", "install", "a.jar"))
        .isEqualTo(new TestConsole.Run(0, "Installed greeter 1.0.0 (tools: greet)\n", "working\n"));
    assertThat(manager.calls).containsExactly("install " + folder.resolve("a.jar"));
  }

  @Test
  void upgradesWithOptions() {
    console.run("plugin", "upgrade", "a.jar");
    console.run("plugin", "upgrade", "a.jar", "--allow-downgrade", "--drain", "5");

    assertThat(manager.options)
        .containsExactly(UpgradeOptions.DEFAULT, new UpgradeOptions(true, Duration.ofSeconds(5)));
  }

  @Test
  void grantsPermissions() {
    console.run("plugin", "install", "a.jar", "--grant", "files, Network");
    console.run("plugin", "upgrade", "a.jar", "--grant=threads");

    assertThat(manager.options)
        .extracting(UpgradeOptions::granted)
        .containsExactly(Set.of(Permission.FILES, Permission.NETWORK), Set.of(Permission.THREADS));
    assertThat(console.run("plugin", "install", "a.jar", "--grant", "root"))
        .satisfies(run -> assertThat(run.code()).isEqualTo(2))
        .satisfies(run ->
            assertThat(run.errors())
                .contains("--grant: There is no permission 'root'; there are: files, network,"));
  }

  @Test
  void tellsWhatIsInAJar() throws IOException {
    var run = console.run("plugin", "verify", "a.jar");

    assertThat(run.code()).isZero();
    assertThat(run.output())
        .isEqualTo(
            """
            plugin      greeter 2.0.0
            sha-256     abc
            content     1,234 bytes, unpacked 5,678; 9 entries, 3 classes, 1 jars in it
            signature   untrusted, CN=Ada: its certificate is not among the trusted
            permission  files: declared, granted
                          a.B.c() calls java.nio.file.Files.list
                          a.B.c() calls java.nio.file.Files.list
                          a.B.c() calls java.nio.file.Files.list
                          a.B.c() calls java.nio.file.Files.list
                          a.B.c() calls java.nio.file.Files.list
                          and 1 more
            permission  process: declared, needs --grant
            permission  threads: declared, given to every plugin
            note        it is signed
            verdict     can be installed with --grant process
            """);
    assertThat(console.run("plugin", "verify", "a.jar", "--output", "json").output())
        .contains("\"accepted\" : false")
        .containsPattern("\"missing\" : \\[\\s+\"process\"\\s+\\]");
  }

  @Test
  void failsForAJarThatIsRefused() throws IOException {
    Files.writeString(folder.resolve("bad.jar"), "");

    var run = console.run("plugin", "verify", "bad.jar");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.output())
        .contains("permission  native: used, but not declared\n", "refused     it is bad\n");
    assertThat(console(null).in(folder).run("plugin", "verify", "bad.jar").errors())
        .startsWith("Error: Plugins can not be verified by this container");
  }

  private static final class Verifier implements PluginVerifier {
    @Override
    public long maxBytes() {
      return 1;
    }

    @Override
    public PluginReport verify(Path jar) {
      boolean bad = jar.endsWith("bad.jar");
      var use =
          new PermissionUse(
              bad ? Permission.NATIVE : Permission.FILES,
              "a.B.c()",
              "calls java.nio.file.Files.list",
              "a/B.class");
      return new PluginReport(
          "greeter",
          "2.0.0",
          "abc",
          new PluginReport.Size(1234, 9, 5678, 3, 1),
          new PluginReport.Signature(
              PluginReport.SignatureState.UNTRUSTED,
              "CN=Ada",
              "its certificate is not among the trusted"),
          Set.of(Permission.FILES, Permission.PROCESS, Permission.THREADS),
          Set.of(Permission.THREADS),
          Collections.nCopies(6, use),
          bad ? List.of("it is bad") : List.of(),
          List.of("it is signed"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1.5", "9999999"})
  void refusesATimeToDrainThatIsNone(String seconds) {
    var run = console.run("plugin", "upgrade", "a.jar", "--drain", seconds);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).contains("'" + seconds + "'", "--drain");
  }

  @Test
  void rollsBackAndUninstallsByName() {
    assertThat(console.run("plugin", "rollback", "greeter").output())
        .startsWith("Rolled back to greeter");
    assertThat(console.run("plugin", "uninstall", "greeter").output())
        .isEqualTo("Uninstalled greeter\n");
    assertThat(manager.calls).containsExactly("rollback greeter", "uninstall greeter");
  }

  @Test
  void listsPlugins() {
    assertThat(console.run("plugin", "list").output())
        .isEqualTo(
            """
            NAME     VERSION  STATE   PREVIOUS  GRANTED        TOOLS
            greeter  1.0.0    active  -         files,network  greet
            """);
    assertThat(console.run("plugin", "list", "--output", "json").output())
        .contains("\"previous_version\" : null", "\"installed_at\" : \"2026-01-01T00:00:00Z\"");
  }

  @Test
  void saysThatTheFileIsMissing() {
    assertThat(console.run("plugin", "install", "b.jar"))
        .isEqualTo(new TestConsole.Run(1, "", "Error: Plugin file not found: b.jar\n"));
    assertThat(console.run("plugin", "watch", "nix").errors())
        .isEqualTo("Error: Folder not found: nix\n");
  }

  @Test
  void watchesUntilItIsInterrupted() {
    Thread.currentThread().interrupt();

    var run = console.run("plugin", "watch", ".");

    assertThat(Thread.interrupted()).isFalse();
    assertThat(run.code()).isZero();
    assertThat(run.output()).isEqualTo("working\n");
    assertThat(manager.calls).containsExactly("watch " + folder, "close");
  }

  @ParameterizedTest
  @ValueSource(strings = {"install a.jar", "upgrade a.jar", "rollback x", "uninstall x", "list"})
  void saysThatThereIsNoPluginManager(String words) {
    var run = console(null).in(folder).run(("plugin " + words).split(" "));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors()).startsWith("Error: Plugins are not supported by this container");
  }

  private static TestConsole console(@Nullable PluginManager manager) {
    return TestConsole.of(
        new PluginInstallCommand(manager),
        new PluginUpgradeCommand(manager),
        new PluginRollbackCommand(manager),
        new PluginUninstallCommand(manager),
        new PluginListCommand(manager),
        new PluginVerifyCommand(manager == null ? null : new Verifier(), manager),
        new PluginWatchCommand(manager));
  }

  private static final class Manager implements PluginManager {
    private final List<String> calls = new ArrayList<>();
    private final List<UpgradeOptions> options = new ArrayList<>();
    private final PluginInfo plugin =
        new PluginInfo(
            "greeter",
            "1.0.0",
            PluginInfo.State.ACTIVE,
            List.of("greet"),
            Instant.parse("2026-01-01T00:00:00Z"),
            null,
            null,
            Set.of(Permission.NETWORK, Permission.FILES));

    private PluginInfo did(String what, Progress progress) {
      calls.add(what);
      progress.step("working");
      return plugin;
    }

    @Override
    public PluginInfo install(Path artifact, UpgradeOptions how, Progress progress) {
      options.add(how);
      return did("install " + artifact, progress);
    }

    @Override
    public PluginInfo upgrade(Path artifact, UpgradeOptions how, Progress progress) {
      options.add(how);
      return did("upgrade " + artifact, progress);
    }

    @Override
    public PluginInfo rollback(String name, Progress progress) {
      return did("rollback " + name, progress);
    }

    @Override
    public void uninstall(String name, Progress progress) {
      did("uninstall " + name, progress);
    }

    @Override
    public List<PluginInfo> list() {
      return List.of(plugin);
    }

    @Override
    public Watch watch(Path watched, Progress progress) {
      did("watch " + watched, progress);
      return () -> calls.add("close");
    }
  }
}
