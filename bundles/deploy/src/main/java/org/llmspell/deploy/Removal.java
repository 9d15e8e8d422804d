package org.llmspell.deploy;

import java.util.ArrayList;
import java.util.List;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.PluginManager.Progress;
import org.llmspell.core.plugin.UpgradeOptions;
import org.llmspell.core.runtime.ToolRouting;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

/** Takes plugins away. Whoever calls holds the lock of the store. */
final class Removal {
  private final Store store;
  private final Roster roster;
  private final PluginBundles bundles;
  private final ToolRouting routing;

  Removal(Store store, Roster roster, PluginBundles bundles, ToolRouting routing) {
    this.store = store;
    this.roster = roster;
    this.bundles = bundles;
    this.routing = routing;
  }

  /** Drains and removes a plugin. */
  void uninstall(String name, Progress progress) {
    Entry entry = roster.installed(name);
    Bundle bundle = roster.bundle(name);
    if (bundle != null) {
      refuseUsed(bundle);
      drain(bundle, name, progress);
    }
    Index index = roster.index().without(name);
    try {
      store.commit(index);
    } catch (SpellException e) {
      if (bundle != null) {
        routing.reopen(bundle.getBundleId());
      }
      throw e;
    }
    roster.changed(index, name, null);
    if (bundle != null) {
      Uninterrupted.run(() -> bundles.remove(bundle));
    }
    store.sweep(index);
    progress.step("%s %s is removed".formatted(name, entry.active().version()));
  }

  private void drain(Bundle bundle, String name, Progress progress) {
    int calls = routing.inFlight(bundle.getBundleId());
    if (calls > 0) {
      progress.step("waiting for %d calls".formatted(calls));
    }
    try {
      Trial.checkInterrupt();
      if (!routing.drain(bundle.getBundleId(), UpgradeOptions.DEFAULT.drain())) {
        progress.step("warning: calls that took too long were cancelled");
      }
    } catch (InterruptedException e) {
      routing.reopen(bundle.getBundleId());
      Thread.currentThread().interrupt();
      throw SpellException.component(
          "Plugin '%s' was not removed: %s".formatted(name, Trial.interrupted(e).message()), e);
    }
  }

  private static void refuseUsed(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring == null) {
      return;
    }
    List<String> users = new ArrayList<>();
    for (var wire : wiring.getProvidedWires(BundleRevision.PACKAGE_NAMESPACE)) {
      String user = wire.getRequirer().getBundle().getSymbolicName();
      if (wire.getRequirer().getBundle() != bundle && !users.contains(user)) {
        users.add(user);
      }
    }
    if (!users.isEmpty()) {
      throw SpellException.validation(
          "name",
          "Plugin '%s' has packages that are used by %s; uninstall that first"
              .formatted(bundle.getSymbolicName(), String.join(", ", users)));
    }
  }
}
