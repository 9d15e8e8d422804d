package org.llmspell.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.UpgradeOptions;
import org.osgi.framework.Bundle;

@Tag("integration")
class DeployerTest {
  @TempDir static Path jars;
  private static Path greet1;
  private static Path greet2;

  @TempDir Path home;
  @TempDir Path cache;
  private final List<String> steps = new CopyOnWriteArrayList<>();
  private TestContainer container;
  private PluginManager plugins;

  @BeforeAll
  static void build() {
    greet1 = Jars.build(jars.resolve("greet1.jar"), "greeter", "1.0.0", Jars.greet());
    greet2 = Jars.version(greet1, jars, "2.0.0");
  }

  @BeforeEach
  void start() {
    container = TestContainer.start(home, cache);
    plugins = container.plugins();
  }

  @AfterEach
  void stop() {
    container.close();
  }

  private void restart(Path withCache) {
    container.close();
    container = TestContainer.start(home, withCache);
    plugins = container.plugins();
  }

  @Test
  void installsAndListsAPlugin() {
    PluginInfo info = plugins.install(greet1, steps::add);

    assertThat(container.call("greet")).isEqualTo("1.0.0");
    assertThat(info.state()).isEqualTo(PluginInfo.State.ACTIVE);
    assertThat(info.tools()).containsExactly("greet");
    assertThat(plugins.list()).containsExactly(info);
    assertThat(steps).isNotEmpty();
  }

  @Test
  void upgradesAndRollsBack() {
    plugins.install(greet1, steps::add);

    PluginInfo two = plugins.upgrade(greet2, UpgradeOptions.DEFAULT, steps::add);

    assertThat(two.previousVersion()).isEqualTo("1.0.0");
    assertThat(container.call("greet")).isEqualTo("2.0.0");
    assertThat(container.pluginBundles()).hasSize(1);

    PluginInfo one = plugins.rollback("greeter", steps::add);

    assertThat(one.version()).isEqualTo("1.0.0");
    assertThat(one.previousVersion()).isEqualTo("2.0.0");
    assertThat(container.call("greet")).isEqualTo("1.0.0");
    assertThat(container.pluginBundles()).hasSize(1);
  }

  /** Two annotations of a class; bnd writes them into the manifest. */
  private static Path needy(String version) {
    return Jars.build(
        jars.resolve("needy-" + version + ".jar"),
        "needy",
        version,
        Jars.greet()
            .replace(
                "@Component",
                "@NeedsPermission(Permission.FILES) @NeedsPermission(Permission.ENVIRONMENT)"
                    + " @NeedsPermission(Permission.THREADS) @Component")
            .replace("void check() {", "void check() { System.getenv(\"HOME\");"));
  }

  @Test
  void keepsWhatTheOperatorHasGrantedForUpgradesRollbackAndRestart() {
    Path one = needy("1.0.0");
    var granting =
        UpgradeOptions.DEFAULT.granting(Set.of(Permission.FILES, Permission.ENVIRONMENT));

    assertThatThrownBy(() -> plugins.install(one, steps::add))
        .hasMessageEndingWith(
            "it needs the permissions files, environment, which you have not given; look at it with"
                + " 'plugin verify', and if you trust it: llmspell plugin install "
                + one
                + " --grant files,environment");
    assertThat(storedJars()).isEmpty();
    assertThat(plugins.install(one, granting, steps::add).granted())
        .containsExactlyInAnyOrder(Permission.FILES, Permission.ENVIRONMENT);
    plugins.upgrade(needy("2.0.0"), UpgradeOptions.DEFAULT, steps::add);
    restart(cache);
    plugins.rollback("needy", steps::add);

    assertThat(plugins.list().getFirst().granted()).hasSize(2);
    assertThat(container.call("greet")).isEqualTo("1.0.0");
  }

  @Test
  void refusesWhatTheVerifierRefusesAndKeepsNothingOfIt() {
    Path sly =
        Jars.build(
            jars.resolve("sly.jar"),
            "sly",
            "1.0.0",
            Jars.greet().replace("void check() {", "void check() { System.getenv(\"HOME\");"));

    assertThatThrownBy(() -> plugins.install(sly, steps::add))
        .hasMessageContaining(
            "'sly.jar' is refused: demo.Greet.check() calls java.lang.System.getenv, which needs the"
                + " permission 'environment'; declare it with @NeedsPermission(ENVIRONMENT)");
    assertThat(storedJars()).isEmpty();
    assertThat(container.pluginBundles()).isEmpty();
  }

  @Test
  void installsNothingWithoutAVerifier() throws Exception {
    Bundle verify =
        List.of(container.framework().getBundleContext().getBundles()).stream()
            .filter(bundle -> bundle.getLocation().contains("verify"))
            .findFirst()
            .orElseThrow();
    verify.stop();

    assertThatThrownBy(() -> plugins.install(greet1, steps::add))
        .hasMessageContaining("No plugin is installed without being verified")
        .hasMessageContaining("org.llmspell.verify");
    assertThat(storedJars()).isEmpty();
    verify.start();
    plugins.install(greet1, steps::add);
    assertThat(steps).contains("note: it is not signed");
  }

  @Test
  void uninstalls() throws IOException {
    plugins.install(greet1, steps::add);

    plugins.uninstall("greeter", steps::add);

    assertThat(plugins.list()).isEmpty();
    assertThat(container.pluginBundles()).isEmpty();
    assertThatThrownBy(() -> container.call("greet")).hasMessageContaining("greet");
    assertThat(storedJars()).isEmpty();
  }

  @Test
  void doesNothingForTheSameContent() {
    plugins.install(greet1, steps::add);
    Bundle before = container.pluginBundles().getFirst();

    plugins.install(greet1, steps::add);
    plugins.upgrade(greet1, UpgradeOptions.DEFAULT, steps::add);

    assertThat(container.pluginBundles()).containsExactly(before);
    assertThat(steps).contains("greeter 1.0.0 is here already");
  }

  @Test
  void takesARebuildOfTheSameVersion() {
    plugins.install(greet1, steps::add);
    Path rebuilt = Jars.with(greet1, jars.resolve("rebuilt.jar"), "Built-Again", "yes");

    PluginInfo info = plugins.upgrade(rebuilt, UpgradeOptions.DEFAULT, steps::add);

    assertThat(info.previousVersion()).isEqualTo("1.0.0");
    assertThat(container.pluginBundles().getFirst().getHeaders().get("Built-Again"))
        .isEqualTo("yes");
    assertThat(plugins.rollback("greeter", steps::add).version()).isEqualTo("1.0.0");
    assertThat(container.pluginBundles().getFirst().getHeaders().get("Built-Again")).isNull();
  }

  @Test
  void takesSingletonsSideBySide() {
    Path one =
        Jars.with(greet1, jars.resolve("s1.jar"), "Bundle-SymbolicName", "greeter;singleton:=true");
    plugins.install(one, steps::add);

    plugins.upgrade(
        Jars.with(one, jars.resolve("s2.jar"), "Bundle-Version", "2"),
        UpgradeOptions.DEFAULT,
        steps::add);

    assertThat(container.call("greet")).isEqualTo("2.0.0");
  }

  @Test
  void failsNoCallWhileVersionsChange() throws Exception {
    plugins.install(greet1, steps::add);
    var failures = new ConcurrentLinkedQueue<Throwable>();
    var calls = new AtomicLong();
    var stop = new java.util.concurrent.atomic.AtomicBoolean();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long millis = i == 3 ? 5 : 0;
      callers.add(
          Thread.ofPlatform()
              .start(() -> {
                while (!stop.get()) {
                  try {
                    container.call("greet", millis);
                    calls.incrementAndGet();
                  } catch (RuntimeException e) {
                    failures.add(e);
                  }
                }
              }));
    }

    for (int i = 0; i < 10; i++) {
      plugins.upgrade(greet2, UpgradeOptions.DEFAULT, steps::add);
      plugins.rollback("greeter", steps::add);
    }
    stop.set(true);
    for (Thread caller : callers) {
      caller.join();
    }

    assertThat(failures).isEmpty();
    assertThat(calls.get()).isGreaterThan(1000);
  }

  @Test
  void letsNoCallIntoAVersionThatIsBeingTested() throws Exception {
    plugins.install(greet1, steps::add);
    java.util.Set<String> answers = java.util.concurrent.ConcurrentHashMap.newKeySet();
    var stop = new java.util.concurrent.atomic.AtomicBoolean();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              while (!stop.get()) {
                answers.add(container.call("greet"));
              }
            });

    refuses(
        "its self-test failed: after a while",
        Jars.greet().replace("aliases", "version = \"2.0.0\", aliases"),
        component(
            "Slow implements SelfTest",
            "public void run() throws Exception {"
                + " Thread.sleep(200); throw new Exception(\"after a while\"); }"));
    stop.set(true);
    caller.join();

    assertThat(answers).containsExactly("1.0.0");
  }

  @Test
  void letsARunningCallEndBeforeItsVersionGoes() throws Exception {
    plugins.install(greet1, steps::add);
    var answer = new java.util.concurrent.CompletableFuture<String>();
    Thread.ofVirtual().start(() -> answer.complete(container.call("greet", 400)));
    await(() ->
        container
                .service(org.llmspell.core.runtime.ToolRouting.class)
                .inFlight(container.pluginBundles().getFirst().getBundleId())
            == 1);

    plugins.upgrade(greet2, UpgradeOptions.DEFAULT, steps::add);

    assertThat(answer.getNow("not ended")).isEqualTo("1.0.0");
  }

  @Test
  void cancelsACallThatOutlivesTheDrain() throws Exception {
    plugins.install(greet1, steps::add);
    var failure = new java.util.concurrent.CompletableFuture<Throwable>();
    Thread.ofVirtual()
        .start(() -> failure.complete(catchThrowable(() -> container.call("greet", 60_000))));
    await(() ->
        container
                .service(org.llmspell.core.runtime.ToolRouting.class)
                .inFlight(container.pluginBundles().getFirst().getBundleId())
            == 1);

    plugins.upgrade(greet2, new UpgradeOptions(false, Duration.ofMillis(50)), steps::add);

    assertThat(failure.get()).isInstanceOf(SpellException.class);
    assertThat(steps).anyMatch(step -> step.contains("were cancelled"));
    assertThat(container.call("greet")).isEqualTo("2.0.0");
  }

  @Test
  void handsStateOver() {
    String counting =
        """
        private long count;
        synchronized String answer() { count++; return version + " " + count; }
        public synchronized Map<String, Object> snapshot() { return Map.of("count", count); }
        public synchronized void restore(Map<String, Object> s) { count = (Long) s.get("count"); }
        """;
    Path one =
        Jars.build(
            jars.resolve("count1.jar"), "counter", "1.0.0", Jars.tool("Count", "count", counting));
    plugins.install(one, steps::add);
    container.call("count");
    container.call("count");

    plugins.upgrade(
        Jars.with(one, jars.resolve("count2.jar"), "Bundle-Version", "1.1.0"),
        UpgradeOptions.DEFAULT,
        steps::add);

    assertThat(container.call("count")).isEqualTo("1.1.0 3");
  }

  @Test
  void refusesAVersionWhoseSelfTestFails() {
    refuses(
        "its self-test failed: no greeting today",
        Jars.greet(),
        component(
            "Check implements SelfTest",
            "public void run() throws Exception { throw new Exception(\"no greeting today\"); }"));
  }

  @Test
  void refusesAComponentThatThrowsWhenItIsMade() {
    refuses(
        "component 'demo.Broken' can not be activated: no such luck",
        Jars.greet(),
        component(
                "Broken implements Runnable",
                "public Broken() { throw new IllegalStateException(\"no such luck\"); }"
                    + " public void run() {}")
            .replace("@Component", "@Component(immediate = true)"));
  }

  @Test
  void refusesAToolThatThrowsWhenItIsMade() {
    refuses(
        "component 'demo.Greet' can not be activated: no key",
        Jars.tool(
            "Greet", "greet", "{ if (true) { throw new IllegalStateException(\"no key\"); } }"));
  }

  @Test
  void refusesMissingImports() {
    Path jar =
        Jars.build(
            jars.resolve("imports.jar"),
            "greeter",
            "2.0.0",
            Map.of("Import-Package", "com.acme.missing;version=\"[1.2,2)\",*"),
            Jars.greet());

    refusesJar(
        "nobody here provides package (Import-Package) com.acme.missing in version [1.2.0,2.0.0)",
        jar);
  }

  @Test
  void refusesMissingBundlesAndCapabilities() {
    Path jar =
        Jars.build(
            jars.resolve("requires.jar"),
            "greeter",
            "2.0.0",
            Map.of(
                "Require-Bundle", "com.acme.base;bundle-version=3",
                "Require-Capability", "acme.thing;filter:=\"(acme.thing=x)\""),
            Jars.greet());

    refusesJar("bundle (Require-Bundle) com.acme.base in version 3.0.0 or later", jar);
    refusesJar("acme.thing (Require-Capability) x", jar);
  }

  @Test
  void refusesANewerJava() {
    Path jar =
        Jars.with(
            greet2,
            jars.resolve("java.jar"),
            "Require-Capability",
            "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"");

    refusesJar(
        "needs Java 99, but this container runs on Java " + Runtime.version().feature(), jar);
  }

  @Test
  void refusesAToolNameOfAnotherPluginAndNamesIt() {
    plugins.install(greet1, steps::add);
    Path other = Jars.build(jars.resolve("other.jar"), "other", "1.0.0", Jars.greet());

    assertThatThrownBy(() -> plugins.install(other, steps::add))
        .hasMessage(
            "Plugin 'other' 1.0.0 was not installed: the tool name 'greet' belongs to 'greeter'");
    Path alias =
        Jars.build(jars.resolve("alias.jar"), "alias", "1.0.0", Jars.tool("A", "greet_alias", ""));
    assertThatThrownBy(() -> plugins.install(alias, steps::add))
        .hasMessageContaining("'greet_alias' is an alias of tool 'greet' of 'greeter'");
    assertThat(container.call("greet")).isEqualTo("1.0.0");
    assertThat(container.pluginBundles()).hasSize(1);
  }

  @Test
  void canBeInterruptedBeforeTheSwitchAndLeavesEverythingAsItWas() {
    plugins.install(greet1, steps::add);
    Path ghost = ghost();
    Thread worker = Thread.currentThread();

    Thread.ofVirtual()
        .start(() -> {
          await(() -> steps.stream().filter(s -> s.startsWith("starting")).count() == 2);
          worker.interrupt();
        });
    assertThatThrownBy(() -> plugins.upgrade(ghost, UpgradeOptions.DEFAULT, steps::add))
        .hasMessage(
            "Plugin 'greeter' stays at 1.0.0, version 2.0.0 was rolled back:"
                + " it was interrupted; nothing was changed");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(container.call("greet")).isEqualTo("1.0.0");
    assertThat(container.pluginBundles()).hasSize(1);
    assertThat(storedJars()).hasSize(1);
  }

  @Tag("slow")
  @Test
  void refusesADeclaredToolThatNeverComes() {
    refusesJar(
        "its manifest declares the tool 'ghost', but it did not offer it within 10000 ms", ghost());
  }

  private static Path ghost() {
    return Jars.with(
        greet2,
        jars.resolve("ghost.jar"),
        "Provide-Capability",
        "llmspell.tool;llmspell.tool=greet,llmspell.tool;llmspell.tool=ghost");
  }

  @Test
  void rewiresThePluginsThatUseThePackagesOfAnother() {
    String api =
        "package demo.api; public class Words { public static String hi() { return \"hi\"; } }";
    Path words1 =
        Jars.build(
            jars.resolve("words1.jar"),
            "words",
            "1.0.0",
            Map.of("Export-Package", "demo.api;version=1.0"),
            api);
    Path words2 = Jars.version(words1, jars, "1.5.0");
    Path without =
        Jars.with(words2, jars.resolve("words3.jar"), "Export-Package", "demo.api;version=2.0");
    Path user =
        Jars.build(
            jars.resolve("user.jar"),
            "user",
            "1.0.0",
            Map.of("Import-Package", "demo.api;version=\"[1.0,2)\",*"),
            Jars.tool("User", "user", ""));
    plugins.install(words1, steps::add);
    plugins.install(user, steps::add);

    assertThatThrownBy(() -> plugins.uninstall("words", steps::add))
        .hasMessage("Plugin 'words' has packages that are used by user; uninstall that first");
    assertThatThrownBy(() -> plugins.upgrade(without, UpgradeOptions.DEFAULT, steps::add))
        .hasMessageContaining("plugin 'user' uses its package demo.api");
    plugins.upgrade(words2, UpgradeOptions.DEFAULT, steps::add);

    assertThat(container.pluginBundles()).hasSize(2);
    assertThat(container.call("user")).isEqualTo("1.0.0");
    assertThat(plugins.list()).allMatch(info -> info.state() == PluginInfo.State.ACTIVE);
  }

  @Test
  void refusesADowngradeUnlessItIsAllowed() {
    plugins.install(greet2, steps::add);

    assertThatThrownBy(() -> plugins.upgrade(greet1, UpgradeOptions.DEFAULT, steps::add))
        .hasMessageContaining("1.0.0 is older than the installed 2.0.0");
    plugins.upgrade(greet1, new UpgradeOptions(true, Duration.ofSeconds(1)), steps::add);

    assertThat(container.call("greet")).isEqualTo("1.0.0");
  }

  @Test
  void refusesBundlesOfThePlatform() {
    Path jar =
        Jars.with(greet1, jars.resolve("own.jar"), "Bundle-SymbolicName", "org.llmspell.runtime");

    assertThatThrownBy(() -> plugins.install(jar, steps::add))
        .hasMessageContaining("bundle 'org.llmspell.runtime', which is a part of the platform");
  }

  @Test
  void refusesWhatIsNotThereAndWhatIsNotInstalled() {
    assertThatThrownBy(() -> plugins.install(jars.resolve("nowhere.jar"), steps::add))
        .hasMessageContaining("There is no file");
    assertThatThrownBy(() -> plugins.upgrade(greet1, UpgradeOptions.DEFAULT, steps::add))
        .hasMessage("Plugin 'greeter' is not installed, so install it");
    assertThatThrownBy(() -> plugins.rollback("greeter", steps::add))
        .hasMessage("There is no plugin 'greeter'; none is installed");
    plugins.install(greet1, steps::add);
    assertThatThrownBy(() -> plugins.install(greet2, steps::add))
        .hasMessageContaining("is installed already in version 1.0.0; use upgrade");
    assertThatThrownBy(() -> plugins.rollback("greeter", steps::add))
        .hasMessageContaining("has no earlier version");
  }

  @Test
  void refusesWhileAnotherProcessChangesTheStore() throws IOException {
    Files.createDirectories(home.resolve("plugins"));
    try (StoreLock _ = StoreLock.tryLock(home.resolve("plugins/lock")).orElseThrow()) {
      assertThatThrownBy(() -> plugins.install(greet1, steps::add))
          .hasMessageContaining("Another process")
          .hasMessageContaining("try again");
    }
    assertThat(plugins.install(greet1, steps::add).version()).isEqualTo("1.0.0");
  }

  @Test
  void comesBackWithAKeptAndWithAFreshCache(@TempDir Path fresh) {
    plugins.install(greet1, steps::add);
    plugins.upgrade(greet2, UpgradeOptions.DEFAULT, steps::add);

    restart(cache);

    assertThat(container.call("greet")).isEqualTo("2.0.0");
    assertThat(container.pluginBundles()).hasSize(1);

    restart(fresh);

    assertThat(container.call("greet")).isEqualTo("2.0.0");
    assertThat(plugins.list().getFirst().previousVersion()).isEqualTo("1.0.0");
    assertThat(plugins.rollback("greeter", steps::add).version()).isEqualTo("1.0.0");
  }

  @Test
  void reportsADamagedJarAndRunsTheOthers() throws IOException {
    plugins.install(greet1, steps::add);
    Path other =
        Jars.build(jars.resolve("second.jar"), "second", "1.0.0", Jars.tool("S", "second", ""));
    plugins.install(other, steps::add);
    container.close();
    Path jar =
        storedJars().stream().filter(file -> sameContent(file, greet1)).findFirst().orElseThrow();
    Files.writeString(jar, "damaged");

    container = TestContainer.start(home, cache);
    plugins = container.plugins();

    PluginInfo broken = plugins.list().getFirst();
    assertThat(broken.state()).isEqualTo(PluginInfo.State.FAILED);
    assertThat(broken.problem()).contains("changed or damaged");
    assertThat(container.call("second")).isEqualTo("1.0.0");
    plugins.install(greet1, steps::add);
    assertThat(container.call("greet")).isEqualTo("1.0.0");
    assertThat(plugins.list().getFirst().state()).isEqualTo(PluginInfo.State.ACTIVE);
  }

  @Test
  void reportsADamagedIndexAndForgetsNothing() throws IOException {
    plugins.install(greet1, steps::add);
    plugins.upgrade(greet2, UpgradeOptions.DEFAULT, steps::add);
    container.close();
    Files.writeString(home.resolve("plugins/index"), "llmspell-plugins 1\ngree");

    container = TestContainer.start(home, cache);
    plugins = container.plugins();

    PluginInfo info = plugins.list().getFirst();
    assertThat(info.problem()).contains("the index of plugins was damaged");
    assertThat(info.version()).isEqualTo("2.0.0");
    assertThat(info.previousVersion()).isEqualTo("1.0.0");
    assertThat(storedJars()).hasSize(2);
    plugins.rollback("greeter", steps::add);
    assertThat(container.call("greet")).isEqualTo("1.0.0");
  }

  @Test
  void followsWhatAnotherContainerHasChanged(@TempDir Path otherCache) {
    plugins.install(greet1, steps::add);
    try (var other = TestContainer.start(home, otherCache)) {
      other.plugins().upgrade(greet2, UpgradeOptions.DEFAULT, steps::add);
    }
    Path more = Jars.build(jars.resolve("more.jar"), "more", "1.0.0", Jars.tool("M", "more", ""));

    plugins.install(more, steps::add);

    assertThat(container.call("greet")).isEqualTo("2.0.0");
    assertThat(plugins.list()).hasSize(2);
  }

  @Test
  void leavesNothingBehindAfterManyUpgrades() {
    plugins.install(greet1, steps::add);
    List<java.lang.ref.WeakReference<ClassLoader>> loaders = new ArrayList<>();
    int threads = Thread.activeCount();

    for (int i = 1; i <= 200; i++) {
      loaders.add(new java.lang.ref.WeakReference<>(loader()));
      Path jar = Jars.version(greet1, jars, "1.0." + i);
      plugins.upgrade(jar, UpgradeOptions.DEFAULT, steps::add);
      assertThat(container.call("greet")).isEqualTo("1.0." + i);
    }

    assertThat(container.pluginBundles()).hasSize(1);
    await(() -> {
      System.gc();
      return loaders.stream().allMatch(loader -> loader.refersTo(null));
    });
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 1);
    assertThat(home.resolve("plugins")).isDirectoryContaining("glob:**/index");
  }

  @Test
  void keepsPluginsEqualToAFolder(@TempDir Path folder) throws IOException {
    try (var _ = plugins.watch(folder, steps::add)) {
      drop(greet1, folder);
      await(() ->
          container
              .service(org.llmspell.core.runtime.ToolRegistry.class)
              .find("greet")
              .isPresent());
      assertThat(container.call("greet")).isEqualTo("1.0.0");

      drop(greet2, folder);
      await(() -> container.call("greet").equals("2.0.0"));

      Files.delete(folder.resolve("greeter.jar"));
      await(() -> plugins.list().isEmpty());
    }
  }

  private static void drop(Path jar, Path folder) throws IOException {
    Path hidden = folder.resolve(".incoming");
    Files.copy(jar, hidden);
    Files.move(hidden, folder.resolve("greeter.jar"), StandardCopyOption.ATOMIC_MOVE);
  }

  private ClassLoader loader() {
    return container
        .pluginBundles()
        .getFirst()
        .adapt(org.osgi.framework.wiring.BundleWiring.class)
        .getClassLoader();
  }

  private static String component(String declaration, String body) {
    return """
    package demo;
    import org.llmspell.core.plugin.SelfTest;
    import org.osgi.service.component.annotations.Component;
    @Component
    public final class %s { %s }
    """
        .formatted(declaration, body);
  }

  private void refuses(String reason, String... code) {
    refusesJar(
        reason,
        Jars.build(jars.resolve("bad-" + reason.hashCode() + ".jar"), "greeter", "2.0.0", code));
  }

  private void refusesJar(String reason, Path jar) {
    if (plugins.list().isEmpty()) {
      plugins.install(greet1, steps::add);
    }
    List<PluginInfo> before = plugins.list();
    List<Path> files = storedJars();

    assertThatThrownBy(() -> plugins.upgrade(jar, UpgradeOptions.DEFAULT, steps::add))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining(reason);

    assertThat(container.call("greet")).isEqualTo("1.0.0");
    assertThat(plugins.list()).isEqualTo(before);
    assertThat(container.pluginBundles()).hasSize(1);
    assertThat(storedJars()).isEqualTo(files);
  }

  private List<Path> storedJars() {
    return new Store(home.resolve("plugins"), new FileDisk()).jars();
  }

  private static boolean sameContent(Path a, Path b) {
    try {
      return Files.mismatch(a, b) < 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("It did not happen within 20 s");
      }
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }
}
