package org.llmspell.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.plugin.ArtifactHandler;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.PluginVerifier;
import org.llmspell.core.plugin.UpgradeOptions;
import org.llmspell.core.runtime.ToolRegistry;
import org.llmspell.core.runtime.ToolRouting;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * The plugin manager. When it is there, the plugins of the store run: it starts them while it is
 * activated. It is put together here; the work is in the classes beside it.
 */
@Component(name = "org.llmspell.deploy", service = PluginManager.class, immediate = true)
public final class Deployer implements PluginManager {

  /** The settings. */
  public @interface Config {
    /** How long a new version may take until it offers the tools it declares, in milliseconds. */
    long tool_wait_millis() default 10_000;

    /** How long self-tests, and handing state over, may take, in milliseconds. */
    long self_test_millis() default 30_000;
  }

  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Store store;
  private final Roster roster;
  private final Changes changes;
  private final Removal removal;
  private final Map<ServiceReference<?>, ArtifactHandler> handlers =
      new ConcurrentSkipListMap<>(Comparator.reverseOrder());
  private final PluginEvents events = new PluginEvents();
  private final Verification verification = new Verification();
  private final Set<FolderWatch> watches = ConcurrentHashMap.newKeySet();

  /**
   * Starts the plugins of the store.
   *
   * @param sideBySide must be there before a second version of a plugin can be installed
   */
  @Activate
  public Deployer(
      BundleContext context,
      @Reference ToolRegistry registry,
      @Reference ToolRouting routing,
      @Reference ServiceComponentRuntime runtime,
      @Reference(target = "(component.name=org.llmspell.deploy.side-by-side)")
          CollisionHook sideBySide,
      Config config) {
    var bundles = new PluginBundles(context);
    var components = new Components(runtime);
    store = new Store(folder(context), new FileDisk());
    roster = new Roster(store, bundles, routing, components);
    var trial =
        new Trial(
            bundles,
            routing,
            new ToolNames(registry),
            components,
            new PluginServices(context, Duration.ofMillis(config.self_test_millis())),
            Duration.ofMillis(config.tool_wait_millis()));
    changes = new Changes(store, roster, bundles, trial, routing, verification);
    removal = new Removal(store, roster, bundles, routing);
    roster.restore();
  }

  private static Path folder(BundleContext context) {
    String home = context.getProperty("llmspell.home");
    return home == null || home.isBlank()
        ? context.getDataFile("plugins").toPath().toAbsolutePath()
        : Path.of(home).toAbsolutePath().resolve("plugins");
  }

  @Deactivate
  void close() {
    watches.forEach(FolderWatch::close);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeHandler")
  void addHandler(ServiceReference<ArtifactHandler> reference, ArtifactHandler handler) {
    handlers.put(reference, handler);
  }

  void removeHandler(ServiceReference<ArtifactHandler> reference) {
    handlers.remove(reference);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeEvents")
  void addEvents(EventBus bus) {
    events.bus(bus);
  }

  void removeEvents(EventBus bus) {
    events.removeBus(bus);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeVerifier")
  void addVerifier(ComponentServiceObjects<PluginVerifier> verifiers) {
    verification.verifiers(verifiers);
  }

  void removeVerifier(ComponentServiceObjects<PluginVerifier> verifiers) {
    verification.removeVerifiers(verifiers);
  }

  @Override
  public PluginInfo install(Path artifact, UpgradeOptions options, Progress progress) {
    return put(artifact, Changes.Expect.NEW, options, progress);
  }

  @Override
  public PluginInfo upgrade(Path artifact, UpgradeOptions options, Progress progress) {
    return put(artifact, Changes.Expect.OLD, options, progress);
  }

  private PluginInfo put(
      Path artifact, Changes.Expect expect, UpgradeOptions options, Progress progress) {
    ArtifactHandler handler = handlerOf(artifact);
    Map<String, Release> before = new HashMap<>();
    PluginInfo plugin;
    try {
      plugin =
          change(() -> {
            roster.index().entries().forEach(e -> before.put(e.name(), e.active()));
            Path work = store.workFolder();
            try {
              return changes.put(
                  handler.toBundle(artifact, work), artifact, expect, options, progress);
            } finally {
              store.sweep(roster.index());
            }
          });
    } catch (SpellException e) {
      events.failed(artifact.getFileName().toString(), e);
      throw e;
    }
    events.changed(plugin, before.get(plugin.name()));
    return plugin;
  }

  private ArtifactHandler handlerOf(Path artifact) {
    if (Files.isDirectory(artifact)) {
      throw SpellException.validation(
          "artifact", "'%s' is a folder; name the jar of the plugin".formatted(artifact));
    }
    if (!Files.exists(artifact)) {
      throw SpellException.validation("artifact", "There is no file '%s'".formatted(artifact));
    }
    for (ArtifactHandler handler : handlers.values()) {
      if (handler.handles(artifact)) {
        return handler;
      }
    }
    throw SpellException.validation(
        "artifact",
        "'%s' is of no kind that can be installed; a plugin is a .jar".formatted(artifact));
  }

  @Override
  public PluginInfo rollback(String name, Progress progress) {
    PluginInfo plugin = change(() -> changes.rollback(name, progress));
    events.rolledBack(plugin);
    return plugin;
  }

  @Override
  public void uninstall(String name, Progress progress) {
    change(() -> {
      removal.uninstall(name, progress);
      return true;
    });
    events.uninstalled(name);
  }

  private <T> T change(Supplier<T> work) {
    try {
      oneAtATime.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Trial.interrupted(e);
    }
    try (StoreLock _ = store.lock()) {
      roster.follow();
      return work.get();
    } catch (java.io.IOException e) {
      throw SpellException.storage(
          "lock", "The lock of the plugins was not given back: " + Words.of(e), e);
    } finally {
      oneAtATime.unlock();
    }
  }

  @Override
  public List<PluginInfo> list() {
    return roster.list();
  }

  @Override
  public Watch watch(Path folder, Progress progress) {
    var watch =
        FolderWatch.open(
            folder,
            new FolderWatch.Target() {
              @Override
              public boolean handles(Path file) {
                return handlers.values().stream().anyMatch(handler -> handler.handles(file));
              }

              @Override
              public PluginInfo put(Path file, UpgradeOptions options, Progress steps) {
                return Deployer.this.put(file, Changes.Expect.ANY, options, steps);
              }

              @Override
              public void remove(String name, Progress steps) {
                uninstall(name, steps);
              }
            },
            progress,
            watches::remove);
    watches.add(watch);
    return watch;
  }
}
