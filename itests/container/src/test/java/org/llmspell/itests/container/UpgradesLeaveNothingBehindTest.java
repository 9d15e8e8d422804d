package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Test;
import org.junit.experimental.categories.Category;
import org.junit.runner.RunWith;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.UpgradeOptions;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.script.ScriptRunner;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleWiring;

/** Upgrades a plugin many times, calls each version, and counts what is left. */
@RunWith(PaxExam.class)
public class UpgradesLeaveNothingBehindTest {
  private static final String NAME = "org.example.greeter";

  /** The active version and the one that a rollback would bring back. */
  private static final int KEPT = 2;

  @Inject private BundleContext context;
  @Inject private ToolInvoker invoker;
  @Inject private ScriptRunner scripts;
  @Inject private PluginManager plugins;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void afterOneHundred() throws Exception {
    upgrade(100);
  }

  @Test
  @Category(Stress.class)
  public void afterOneThousand() throws Exception {
    upgrade(1_000);
  }

  @After
  public void uninstallAll() {
    for (PluginInfo plugin : plugins.list()) {
      plugins.uninstall(plugin.name(), step -> {});
    }
  }

  private void upgrade(int times) throws Exception {
    Path jar = Platform.emptyFolder("upgrades").resolve("greeter.jar");
    plugins.install(Plugins.greeter(1), step -> {});
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    upgradeTo(1, jar, loaders);
    upgradeTo(2, jar, loaders);
    String before = counts();
    Set<Thread> threads = threads();
    long start = System.nanoTime();

    for (int version = 3; version <= times; version++) {
      upgradeTo(version, jar, loaders);
    }

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Await.until(
        () -> "the old class loaders are gone; left: " + left(loaders),
        () -> {
          System.gc();
          return left(loaders) <= KEPT;
        });
    assertThat(counts()).isEqualTo(before);
    // The thread that watches limits ends by itself after a second without calls.
    Await.until(
        () -> "the threads are those from before; there are " + threads(),
        () -> threads.containsAll(threads()));
    System.out.printf(
        "%d upgrades in %d ms: %d class loaders alive, %s%n",
        times, took.toMillis(), left(loaders), before);
    plugins.uninstall(NAME, step -> {});
    Await.until(
        "no class loader is left after the uninstallation",
        () -> {
          System.gc();
          return left(loaders) == 0;
        });
  }

  private void upgradeTo(int version, Path jar, List<WeakReference<ClassLoader>> loaders) {
    Plugins.copy(Plugins.greeter(1), jar, Map.of("Bundle-Version", "1.0." + version));
    plugins.upgrade(jar, UpgradeOptions.DEFAULT, step -> {});
    assertThat(
            invoker.invoke("greeter", Map.of("name", "Ada"), ExecutionContext.create()).success())
        .isTrue();
    assertThat(Scripts.run(scripts, "return Tool.invoke('greeter', {name = 'Ada'}).success"))
        .isEqualTo(true);
    loaders.add(new WeakReference<>(activeGreeter().adapt(BundleWiring.class).getClassLoader()));
  }

  private Bundle activeGreeter() {
    return Stream.of(context.getBundles())
        .filter(b -> NAME.equals(b.getSymbolicName()) && b.getState() == Bundle.ACTIVE)
        .reduce((one, other) -> {
          throw new AssertionError("Two active versions: " + one + ", " + other);
        })
        .orElseThrow();
  }

  private static long left(List<WeakReference<ClassLoader>> loaders) {
    return loaders.stream().filter(loader -> loader.get() != null).count();
  }

  private String counts() throws IOException, InvalidSyntaxException {
    return "bundles %d, services %d, files %d, folders of bundles %d"
        .formatted(
            context.getBundles().length,
            context.getAllServiceReferences(null, null).length,
            files(Path.of(context.getProperty("llmspell.home"))),
            bundleFolders());
  }

  /** All but the ones that the JDK runs virtual threads with, of which it makes as it needs. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool-1-worker-"))
        .collect(Collectors.toSet());
  }

  private long bundleFolders() throws IOException {
    try (Stream<Path> list =
        Files.list(Path.of(context.getProperty("org.osgi.framework.storage")))) {
      return list.filter(Files::isDirectory).count();
    }
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile).count();
    }
  }
}
