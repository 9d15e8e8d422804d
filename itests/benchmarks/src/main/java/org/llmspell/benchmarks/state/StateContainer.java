package org.llmspell.benchmarks.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.llmspell.benchmarks.Container;
import org.llmspell.core.state.StateStore;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/** State with all its backends in a real container, and a folder for stores. */
public final class StateContainer implements AutoCloseable {
  private static final List<String> BUNDLES =
      List.of(
          "org.apache.felix.configadmin",
          "lz4-java",
          "org.llmspell.hooks",
          "org.llmspell.events",
          "org.llmspell.state",
          "org.llmspell.state-xodus",
          "org.llmspell.state-rocksdb");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Container container;
  private final Path folder;
  private int stores;

  private StateContainer(Container container, Path folder) {
    this.container = container;
    this.folder = folder;
  }

  /** Starts. */
  public static StateContainer start() throws BundleException, IOException {
    Path folder = Files.createTempDirectory("llmspell-benchmark-state");
    return new StateContainer(Container.start(BUNDLES), folder);
  }

  Container container() {
    return container;
  }

  /** A new folder for a store. */
  Path newFolder() throws IOException {
    return Files.createDirectories(folder.resolve("store" + ++stores));
  }

  /** The state of the container over a backend in a folder. */
  StateStore state(String backend, Path path) throws IOException, InterruptedException {
    Dictionary<String, Object> settings =
        FrameworkUtil.asDictionary(
            Map.of(
                "enabled",
                !backend.equals("memory"),
                "backend_type",
                backend,
                "path",
                path.toString(),
                "migration_enabled",
                true));
    container
        .service(ConfigurationAdmin.class)
        .getConfiguration("org.llmspell.state", "?")
        .update(settings);
    StateStore state = container.service(StateStore.class);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isOver(state, backend, path)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("State does not change to '" + backend + "'");
      }
      LockSupport.parkNanos(1_000_000); // settings come on another thread
    }
    return state;
  }

  private static boolean isOver(StateStore state, String backend, Path path) {
    return state.info().traits().name().equals(backend)
        && state.info().folder().map(path::equals).orElse(backend.equals("memory"));
  }

  /** A backend without anything around it. */
  StateBackend bare(String backend, Path path) throws InterruptedException {
    return container
        .service(StateBackendFactory.class, "(" + StateBackendFactory.NAME + "=" + backend + ")")
        .open(path);
  }

  @Override
  public void close() throws IOException {
    container.close();
    try (var files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
