package org.llmspell.deploy;

import java.nio.file.Path;
import java.time.Duration;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.UpgradeOptions;

/** A process that upgrades without end until it is killed. Tells what it found and what it did. */
final class ContainerProcess {
  private ContainerProcess() {}

  /** Arguments: home, cache, folder with jars named 0 to 4. */
  public static void main(String[] arguments) {
    try {
      run(arguments);
    } catch (RuntimeException | Error e) {
      System.out.println("failed " + e);
      e.printStackTrace();
      Runtime.getRuntime().halt(1); // the framework would keep the process alive
    }
  }

  private static void run(String[] arguments) {
    var container = TestContainer.start(Path.of(arguments[0]), Path.of(arguments[1]));
    PluginManager plugins = container.plugins();
    for (PluginInfo plugin : plugins.list()) {
      System.out.println(
          "found %s %s answers %s bundles %d"
              .formatted(
                  plugin.version(),
                  plugin.state(),
                  plugin.problem() == null ? container.call("greet") : plugin.problem(),
                  container.pluginBundles().size()));
    }
    if (plugins.list().isEmpty()) {
      plugins.install(Path.of(arguments[2], "v1.0.0.jar"), _ -> {});
    }
    System.out.println("ready");
    for (int i = 0; ; i++) {
      String version = "1." + i % 5 + ".0";
      plugins.upgrade(
          Path.of(arguments[2], "v" + version + ".jar"),
          new UpgradeOptions(true, Duration.ofSeconds(1)),
          _ -> {});
      System.out.println("done " + version);
    }
  }
}
