package org.llmspell.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.apache.felix.framework.FrameworkFactory;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.runtime.ToolInvoker;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** A real framework with the runtime and this bundle in it; the API is shared with the test. */
final class TestContainer implements AutoCloseable {
  /** Names the jar of this bundle to child processes, which need not build it again. */
  static final String DEPLOY_PROPERTY = "llmspell.test.deploy";

  static final Path DEPLOY = deployBundle();

  private final Framework framework;

  private TestContainer(Framework framework) {
    this.framework = framework;
  }

  static TestContainer start(Path home, Path cache) {
    return start(home, cache, Map.of());
  }

  /** Starts as the launcher does: framework to level 1, then the platform bundles. */
  static TestContainer start(Path home, Path cache, Map<String, String> more) {
    try {
      Map<String, String> settings = new HashMap<>();
      settings.put(Constants.FRAMEWORK_STORAGE, cache.toString());
      settings.put("llmspell.home", home.toString());
      settings.put("felix.log.level", "0");
      settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, api());
      settings.putAll(more);
      Framework framework = new FrameworkFactory().newFramework(settings);
      framework.init();
      List<Bundle> platform = new ArrayList<>();
      for (Path jar : platform()) {
        platform.add(framework.getBundleContext().installBundle("reference:" + jar.toUri()));
      }
      framework.start();
      for (Bundle bundle : platform) {
        bundle.start();
      }
      return new TestContainer(framework);
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The packages of the API, in the versions that they have. */
  private static String api() {
    try (var core = new JarFile(Jars.home(ToolOutput.class).toFile())) {
      return core.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> platform() {
    return List.of(
        Jars.home(org.osgi.util.function.Function.class),
        Jars.home(org.osgi.util.promise.Promise.class),
        Jars.home(org.osgi.service.component.ComponentConstants.class),
        Jars.home(org.apache.felix.scr.info.ScrInfo.class),
        Jars.home(org.llmspell.runtime.ToolRuntime.class),
        Jars.home(org.llmspell.verify.JarVerifier.class),
        DEPLOY);
  }

  private static Path deployBundle() {
    String built = System.getProperty(DEPLOY_PROPERTY);
    if (built != null) {
      return Path.of(built);
    }
    try {
      Path folder = Files.createTempDirectory("llmspell-deploy");
      Path jar = folder.resolve("org.llmspell.deploy.jar");
      jar.toFile().deleteOnExit();
      return Jars.pack(
          jar,
          "org.llmspell.deploy",
          "0.6.0",
          Map.of(),
          Jars.home(Deployer.class),
          "org.llmspell.deploy");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  <S> S service(Class<S> type) {
    var context = framework.getBundleContext();
    var reference = context.getServiceReference(type);
    if (reference == null) {
      throw new IllegalStateException("No " + type.getSimpleName());
    }
    return context.getService(reference);
  }

  PluginManager plugins() {
    return service(PluginManager.class);
  }

  String call(String tool) {
    return call(tool, 0);
  }

  String call(String tool, long millis) {
    ToolOutput output =
        service(ToolInvoker.class)
            .invoke(tool, Map.of("millis", millis), ExecutionContext.create());
    return output.text();
  }

  List<Bundle> pluginBundles() {
    return List.of(framework.getBundleContext().getBundles()).stream()
        .filter(PluginBundles::isPlugin)
        .toList();
  }

  Framework framework() {
    return framework;
  }

  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(20_000);
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
