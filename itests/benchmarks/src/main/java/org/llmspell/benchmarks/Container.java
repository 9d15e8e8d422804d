package org.llmspell.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A real container inside this process: Felix, Declarative Services and our bundles as on disk.
 * Only the API, and that of settings, comes from the class path, so that the measuring code can
 * hold services.
 */
public final class Container implements AutoCloseable {
  private static final String API = "org.llmspell.core";
  private static final String SECURITY = "org.llmspell.security";
  private static final String SETTINGS_API = "org.osgi.service.cm;version=\"1.6.0\"";
  private static final List<String> BUNDLES =
      List.of(
          "org.llmspell.runtime",
          "org.llmspell.scripting",
          "org.llmspell.lua",
          "org.apache.felix.scr",
          "org.osgi.util.promise",
          "org.osgi.util.function",
          "org.osgi.service.component",
          "com.fasterxml.jackson.core.jackson-core",
          "com.fasterxml.jackson.core.jackson-databind",
          "com.fasterxml.jackson.core.jackson-annotations");

  private final Framework framework;
  private final Path cache;

  private Container(Framework framework, Path cache) {
    this.framework = framework;
    this.cache = cache;
  }

  /** Starts a container that can run scripts and tools. */
  public static Container start() throws BundleException, IOException {
    return start(List.of());
  }

  /** Starts a container with further bundles of the class path. */
  public static Container start(List<String> more) throws BundleException, IOException {
    return unguarded(Stream.concat(Stream.of(SECURITY), more.stream()).toList());
  }

  /** The same without security, and so without scripts. */
  static Container unguarded(List<String> more) throws BundleException, IOException {
    Path cache = Files.createTempDirectory("llmspell-benchmark");
    Framework framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    cache.resolve("cache").toString(),
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    exports(),
                    "llmspell.home",
                    cache.resolve("home").toString()));
    var container = new Container(framework, cache);
    framework.start();
    List<Bundle> bundles = new ArrayList<>();
    for (Path jar : classPath()) {
      Optional<String> name = header(jar, Constants.BUNDLE_SYMBOLICNAME);
      if (name.isPresent() && (BUNDLES.contains(name.get()) || more.contains(name.get()))) {
        bundles.add(framework.getBundleContext().installBundle(jar.toUri().toString()));
      }
    }
    for (Bundle bundle : bundles) {
      bundle.start();
    }
    return container;
  }

  /** The packages of the API, as the system bundle is to export them. */
  private static String exports() throws IOException {
    Path core =
        classPath().stream()
            .filter(jar -> header(jar, Constants.BUNDLE_SYMBOLICNAME).equals(Optional.of(API)))
            .findFirst()
            .orElseThrow(() -> new IOException("org.llmspell.core is not on the class path"));
    return header(core, Constants.EXPORT_PACKAGE).orElseThrow() + "," + SETTINGS_API;
  }

  private static List<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.toString().endsWith(".jar"))
        .toList();
  }

  private static Optional<String> header(Path jar, String name) {
    try (var file = new JarFile(jar.toFile())) {
      String value =
          file.getManifest() == null ? null : file.getManifest().getMainAttributes().getValue(name);
      return Optional.ofNullable(value)
          .map(v -> name.equals(Constants.BUNDLE_SYMBOLICNAME) ? v.split(";")[0].strip() : v);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Registers a service of the measuring code. */
  public <S> void register(Class<S> type, S service, Map<String, Object> properties) {
    framework
        .getBundleContext()
        .registerService(type, service, FrameworkUtil.asDictionary(properties));
  }

  /** The service of a type, once it is there. */
  public <S> S service(Class<S> type) throws InterruptedException {
    return first(type, new ServiceTracker<>(framework.getBundleContext(), type, null));
  }

  /** The service of a type whose properties a filter accepts, once it is there. */
  public <S> S service(Class<S> type, String filter) throws InterruptedException {
    return first(
        type, new ServiceTracker<>(framework.getBundleContext(), only(type, filter), null));
  }

  private <S> S first(Class<S> type, ServiceTracker<S, S> tracker) throws InterruptedException {
    // All: the private classes that some services have too are on the class path, but not the same.
    tracker.open(true);
    S service = tracker.waitForService(Duration.ofSeconds(10).toMillis());
    if (service == null) {
      throw new IllegalStateException("There is no " + type.getSimpleName() + ": " + states());
    }
    return service;
  }

  private static Filter only(Class<?> type, String filter) {
    try {
      return FrameworkUtil.createFilter(
          "(&(%s=%s)%s)".formatted(Constants.OBJECTCLASS, type.getName(), filter));
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException("'%s' is no filter".formatted(filter), e);
    }
  }

  /** How many services of a type are there. */
  int count(Class<?> type) throws InvalidSyntaxException {
    var references = framework.getBundleContext().getServiceReferences(type, null);
    return references.size();
  }

  private String states() {
    return Stream.of(framework.getBundleContext().getBundles())
        .map(b -> b.getSymbolicName() + "=" + b.getState())
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() throws IOException {
    try {
      framework.stop();
      framework.waitForStop(10_000);
    } catch (BundleException e) {
      throw new IOException("The container can not be stopped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delete(cache);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** For null checks of the framework's answers. */
  public static <T> T present(@Nullable T value, String what) {
    if (value == null) {
      throw new IllegalStateException(what + " is missing");
    }
    return value;
  }
}
