package org.llmspell.deploy;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.runtime.ToolRouting;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * The plugins of this container: the index that it follows, and for each plugin its bundle or the
 * reason why it has none. Reading is safe from any thread; changes are made by one at a time.
 */
final class Roster {
  private static final System.Logger LOG = System.getLogger("llmspell.deploy");
  private static final int ATTEMPTS = 3;

  private final Store store;
  private final PluginBundles bundles;
  private final ToolRouting routing;
  private final Components components;
  private final Map<String, Bundle> running = new ConcurrentHashMap<>();
  private final Map<String, String> problems = new ConcurrentHashMap<>();
  private volatile Index index = Index.EMPTY;

  Roster(Store store, PluginBundles bundles, ToolRouting routing, Components components) {
    this.store = store;
    this.bundles = bundles;
    this.routing = routing;
    this.components = components;
  }

  Index index() {
    return index;
  }

  /** What the index says about a plugin; says so when there is none of that name. */
  Entry installed(String name) {
    return index
        .find(name)
        .orElseThrow(() ->
            SpellException.validation(
                "name", "There is no plugin '%s'%s".formatted(name, known())));
  }

  private String known() {
    var names = index.byName().keySet();
    return names.isEmpty() ? "; none is installed" : "; installed: " + String.join(", ", names);
  }

  @Nullable Bundle bundle(String name) {
    return running.get(name);
  }

  /**
   * Makes the framework equal to the index. Never throws: what does not work is a problem of that
   * plugin.
   */
  void restore() {
    Index wanted = read();
    // Another process may change the store meanwhile, so look again when a plugin did not start.
    for (int attempt = 1; ; attempt++) {
      reconcile(wanted);
      Index now = problems.isEmpty() ? wanted : read();
      if (now.equals(wanted) || attempt == ATTEMPTS) {
        break;
      }
      wanted = now;
    }
    if (Files.isDirectory(store.folder())) {
      sweep();
    }
  }

  private void sweep() {
    try {
      Optional<StoreLock> lock = store.tryLock();
      if (lock.isPresent()) {
        try (StoreLock _ = lock.get()) {
          if (read().equals(index)) {
            store.sweep(index);
          }
        }
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "The store of plugins is not cleaned: {0}", e.getMessage());
    }
  }

  /** Before a change: another process may have changed the store since. */
  void follow() {
    Index now = read();
    if (now.entries().stream().anyMatch(entry -> entry.problem() != null)) {
      store.setAsideIndex();
    }
    if (!now.equals(index)) {
      reconcile(now);
    }
  }

  private Index read() {
    try {
      return store.read();
    } catch (IndexText.DamagedException e) {
      String damage = String.valueOf(e.getMessage());
      LOG.log(Level.ERROR, "The index of plugins in {0} is damaged: {1}", store.folder(), damage);
      return Recovery.rebuild(store, damage);
    }
  }

  private void reconcile(Index wanted) {
    problems.clear();
    Map<String, Bundle> there = new HashMap<>();
    List<Bundle> leftOvers = new ArrayList<>();
    Set<String> locations = new HashSet<>();
    wanted.entries().stream()
        .filter(entry -> entry.problem() == null)
        .forEach(entry -> locations.add(location(entry)));
    for (Bundle bundle : bundles.all()) {
      if (locations.contains(bundle.getLocation())) {
        there.put(bundle.getLocation(), bundle);
      } else if (PluginBundles.isActive(bundle)) {
        leftOvers.add(bundle); // goes when its successor runs
      } else {
        bundles.remove(bundle);
      }
    }
    running.clear();
    wanted.entries().forEach(entry -> install(entry, there));
    running.forEach(this::start);
    leftOvers.forEach(bundles::remove);
    index = wanted;
  }

  private String location(Entry entry) {
    return PluginBundles.location(store.jar(entry.active()));
  }

  private void install(Entry entry, Map<String, Bundle> there) {
    String problem = entry.problem() != null ? entry.problem() : store.damage(entry.active());
    Bundle known = there.get(location(entry));
    if (problem != null) {
      if (known != null) {
        bundles.remove(known);
      }
      report(entry.name(), problem);
      return;
    }
    try {
      running.put(entry.name(), known != null ? known : bundles.install(store.jar(entry.active())));
    } catch (BundleException | RuntimeException e) {
      report(entry.name(), "the framework refuses it: " + Words.of(e));
    }
  }

  private void start(String name, Bundle bundle) {
    try {
      if (!PluginBundles.isActive(bundle)) {
        new Resolution(bundles).check(bundle);
        PluginBundles.start(bundle);
      }
    } catch (SpellException e) {
      report(name, e.message());
    } catch (BundleException | RuntimeException | LinkageError e) {
      report(name, "it can not be started: " + Words.of(e));
    }
  }

  private void report(String name, String problem) {
    problems.put(name, problem);
    LOG.log(Level.ERROR, "Plugin {0} does not run: {1}", name, problem);
  }

  /** A change was committed. */
  void changed(Index next, String name, @Nullable Bundle bundle) {
    problems.remove(name);
    if (bundle == null) {
      running.remove(name);
    } else {
      running.put(name, bundle);
    }
    index = next;
  }

  /** Starts again what a refresh of another plugin has stopped. */
  void revive() {
    running.forEach((name, bundle) -> {
      if (!PluginBundles.isActive(bundle)) {
        problems.remove(name);
        start(name, bundle);
      }
    });
  }

  boolean works(String name) {
    return index.find(name).map(this::problem).isEmpty() && index.find(name).isPresent();
  }

  List<PluginInfo> list() {
    return index.entries().stream().map(this::info).toList();
  }

  PluginInfo info(Entry entry) {
    Bundle bundle = running.get(entry.name());
    String problem = problem(entry);
    Release previous = entry.previous();
    return new PluginInfo(
        entry.name(),
        entry.active().version(),
        problem == null ? PluginInfo.State.ACTIVE : PluginInfo.State.FAILED,
        bundle == null ? List.of() : ToolNames.names(routing.toolsOf(bundle.getBundleId())),
        entry.active().installedAt(),
        previous == null ? null : previous.version(),
        problem,
        entry.active().granted());
  }

  private @Nullable String problem(Entry entry) {
    String known = problems.get(entry.name());
    if (known != null) {
      return known;
    }
    Bundle bundle = running.get(entry.name());
    if (bundle == null || !PluginBundles.isActive(bundle)) {
      return "its bundle was stopped; install it again to start it";
    }
    var missing =
        ToolNames.missing(ToolNames.declared(bundle), routing.toolsOf(bundle.getBundleId()));
    if (missing.isEmpty()) {
      return components.failure(bundle).orElse(null);
    }
    String reason = components.waiting(bundle);
    return "it does not offer its tool '%s'%s"
        .formatted(
            String.join("', '", missing),
            reason.isEmpty()
                ? components.failure(bundle).map(text -> ": " + text).orElse("")
                : ": " + reason);
  }
}
