package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.UpgradeOptions;
import org.llmspell.core.runtime.ToolInvoker;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Starts and stops Felix itself, which a test inside of it could not. The packages of core come
 * from the class path, so that the test sees the same classes as the bundles.
 */
@Tag("integration")
class PluginsSurviveARestartTest {
  /** As the launcher does it: what is installed later starts after the platform. */
  private static final int PLUGIN_LEVEL = 4;

  @TempDir private Path folder;

  @Test
  void withOneActiveVersionAndTheOneBefore() throws Exception {
    Framework first = start();
    installPlatform(first.getBundleContext());
    PluginManager before = service(first, PluginManager.class);
    before.install(Plugins.greeter(1), step -> {});
    before.upgrade(Plugins.greeter(2), UpgradeOptions.DEFAULT, step -> {});
    stop(first);

    Framework second = start();
    PluginManager plugins = service(second, PluginManager.class);
    ToolInvoker invoker = service(second, ToolInvoker.class);

    assertThat(plugins.list())
        .singleElement()
        .satisfies(plugin -> {
          assertThat(plugin.version()).isEqualTo("2.0.0");
          assertThat(plugin.state()).isEqualTo(PluginInfo.State.ACTIVE);
          assertThat(plugin.previousVersion()).isEqualTo("1.0.0");
          assertThat(plugin.tools()).containsExactly("greeter");
        });
    assertThat(activeGreeters(second)).containsExactly("2.0.0");
    assertThat(greet(invoker)).contains("\"version\": \"2.0.0\"");

    plugins.rollback("org.example.greeter", step -> {});
    assertThat(activeGreeters(second)).containsExactly("1.0.0");
    assertThat(greet(invoker)).contains("\"version\": \"1.0.0\"");
    stop(second);
  }

  private Framework start() throws Exception {
    FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
    Framework framework =
        factory.newFramework(
            Map.of(
                Constants.FRAMEWORK_BEGINNING_STARTLEVEL,
                String.valueOf(PLUGIN_LEVEL),
                "felix.startlevel.bundle",
                String.valueOf(PLUGIN_LEVEL),
                Constants.FRAMEWORK_STORAGE,
                folder.resolve("cache").toString(),
                Constants.FRAMEWORK_BOOTDELEGATION,
                "org.llmspell.core.*,org.llmspell.core",
                Constants.FRAMEWORK_BUNDLE_PARENT,
                Constants.FRAMEWORK_BUNDLE_PARENT_APP,
                "llmspell.home",
                folder.resolve("home").toString()));
    framework.start();
    return framework;
  }

  private static void stop(Framework framework) throws Exception {
    framework.stop();
    framework.waitForStop(20_000);
  }

  private static void installPlatform(BundleContext context) throws Exception {
    for (Path jar : Platform.jars()) {
      context
          .installBundle(jar.toUri().toString())
          .adapt(BundleStartLevel.class)
          .setStartLevel(PLUGIN_LEVEL - 1);
    }
    for (Bundle bundle : context.getBundles()) {
      bundle.start();
    }
  }

  private static <T> T service(Framework framework, Class<T> type) throws Exception {
    var tracker = new ServiceTracker<T, T>(framework.getBundleContext(), type, null);
    tracker.open();
    T service = tracker.waitForService(20_000);
    assertThat(service).as(type.getSimpleName()).isNotNull();
    return service;
  }

  private static List<String> activeGreeters(Framework framework) {
    return Stream.of(framework.getBundleContext().getBundles())
        .filter(b -> "org.example.greeter".equals(b.getSymbolicName()))
        .filter(b -> b.getState() == Bundle.ACTIVE)
        .map(b -> b.getVersion().toString())
        .toList();
  }

  private static String greet(ToolInvoker invoker) {
    return invoker.invoke("greeter", Map.of("name", "Ada"), ExecutionContext.create()).text();
  }
}
