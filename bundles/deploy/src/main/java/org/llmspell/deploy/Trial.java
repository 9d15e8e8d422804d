package org.llmspell.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.PluginManager.Progress;
import org.llmspell.core.runtime.ToolRouting;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Starts a version beside whatever runs, with its tools held back, and finds out whether it works.
 * A version that does not is removed again, without a trace.
 */
final class Trial {
  private static final Duration LOOK = Duration.ofMillis(2);

  private final PluginBundles bundles;
  private final ToolRouting routing;
  private final ToolNames names;
  private final Components components;
  private final PluginServices services;
  private final Duration toolWait;

  Trial(
      PluginBundles bundles,
      ToolRouting routing,
      ToolNames names,
      Components components,
      PluginServices services,
      Duration toolWait) {
    this.bundles = bundles;
    this.routing = routing;
    this.names = names;
    this.components = components;
    this.services = services;
    this.toolWait = toolWait;
  }

  /**
   * Tries a version.
   *
   * @param old the version that runs, or null
   * @param commit the last step: what it throws rejects the version too
   * @return the bundle, started; its tools are still held back
   */
  Bundle run(Path jar, @Nullable Bundle old, Progress progress, Runnable commit) {
    Bundle bundle;
    try {
      bundle = bundles.install(jar);
    } catch (BundleException e) {
      throw SpellException.validation("artifact", "the framework refuses it: " + Words.of(e));
    }
    routing.hold(bundle.getBundleId());
    boolean accepted = false;
    try {
      prove(bundle, old, progress);
      checkInterrupt();
      commit.run();
      accepted = true;
      return bundle;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    } catch (LinkageError e) {
      throw SpellException.tool(null, "a class of it can not be linked: " + Words.of(e), e);
    } finally {
      if (!accepted) {
        // Removing must not be disturbed by the interrupt that led here.
        Uninterrupted.run(() -> bundles.remove(bundle));
      }
    }
  }

  private void prove(Bundle bundle, @Nullable Bundle old, Progress progress)
      throws InterruptedException {
    progress.step("resolving " + bundle.getSymbolicName() + " " + bundle.getVersion());
    new Resolution(bundles).check(bundle);
    Set<String> declared = ToolNames.declared(bundle);
    names.checkFree(declared, bundle.getSymbolicName());
    if (old != null) {
      checkUsers(old, bundle);
    }
    checkInterrupt();
    progress.step("starting it, with its tools held back");
    start(bundle);
    awaitTools(bundle, declared);
    checkComponents(bundle);
    probe(bundle);
    names.checkFree(
        ToolNames.withAliases(routing.toolsOf(bundle.getBundleId())), bundle.getSymbolicName());
    warnOfMissing(bundle, old, progress);
    services.selfTest(bundle, progress);
    if (old != null && PluginBundles.isActive(old)) {
      services.handOver(old, bundle, progress);
    }
  }

  /** Refuses a version that takes away a package that another plugin uses. */
  private static void checkUsers(Bundle old, Bundle fresh) {
    BundleWiring wiring = old.adapt(BundleWiring.class);
    if (wiring == null) {
      return;
    }
    var packages =
        fresh.adapt(BundleRevision.class).getDeclaredCapabilities(BundleRevision.PACKAGE_NAMESPACE);
    for (BundleWire wire : wiring.getProvidedWires(BundleRevision.PACKAGE_NAMESPACE)) {
      Bundle user = wire.getRequirer().getBundle();
      if (user != old && packages.stream().noneMatch(wire.getRequirement()::matches)) {
        BundleCapability used = wire.getCapability();
        throw SpellException.validation(
            "artifact",
            "plugin '%s' uses its package %s, which this version does not export in a fitting version"
                .formatted(
                    user.getSymbolicName(),
                    used.getAttributes().get(BundleRevision.PACKAGE_NAMESPACE)));
      }
    }
  }

  private static void start(Bundle bundle) {
    try {
      PluginBundles.start(bundle);
    } catch (BundleException e) {
      throw SpellException.tool(null, "it can not be started: " + Words.of(e), e);
    }
  }

  /** Components are there when the start returns, except those that wait for something. */
  private void awaitTools(Bundle bundle, Set<String> declared) throws InterruptedException {
    long end = System.nanoTime() + toolWait.toNanos();
    while (true) {
      var missing = ToolNames.missing(declared, routing.toolsOf(bundle.getBundleId()));
      if (missing.isEmpty()) {
        return;
      }
      checkComponents(bundle);
      if (System.nanoTime() - end >= 0) {
        String reason = components.waiting(bundle);
        throw SpellException.tool(
            missing.iterator().next(),
            "its manifest declares the tool '%s', but it did not offer it within %d ms%s"
                .formatted(
                    String.join("', '", missing),
                    toolWait.toMillis(),
                    reason.isEmpty() ? "; is its class a @Component?" : ": " + reason),
            null);
      }
      Thread.sleep(LOOK);
    }
  }

  private void checkComponents(Bundle bundle) {
    components
        .failure(bundle)
        .ifPresent(failure -> {
          throw SpellException.tool(null, failure, null);
        });
  }

  private void probe(Bundle bundle) {
    try {
      routing.probe(bundle.getBundleId());
    } catch (SpellException e) {
      checkComponents(bundle); // names the component
      throw e;
    }
  }

  private void warnOfMissing(Bundle bundle, @Nullable Bundle old, Progress progress) {
    if (routing.toolsOf(bundle.getBundleId()).isEmpty()) {
      progress.step("note: it has no tool");
    }
    if (old != null) {
      var before = new TreeSet<>(ToolNames.names(routing.toolsOf(old.getBundleId())));
      for (String gone : ToolNames.missing(before, routing.toolsOf(bundle.getBundleId()))) {
        progress.step("warning: this version no longer has the tool '" + gone + "'");
      }
    }
  }

  static void checkInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  static SpellException interrupted(@Nullable InterruptedException e) {
    return SpellException.component("it was interrupted; nothing was changed", e);
  }
}
