package org.llmspell.deploy;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The bundles of plugins in the framework. They are used where they lie in the store, so nothing is
 * copied, and started for this run only, so the framework never starts one by itself.
 */
final class PluginBundles {
  private static final System.Logger LOG = System.getLogger("llmspell.deploy");
  private static final Duration REFRESH_LIMIT = Duration.ofSeconds(30);
  // Known by their name and not by the folder, so that a store may be moved with its cache.
  private static final Pattern LOCATION = Pattern.compile("reference:file:.*/[0-9a-f]{64}\\.jar");

  private final BundleContext context;

  PluginBundles(BundleContext context) {
    this.context = context;
  }

  /** Whether the bundle was installed as a plugin, by this container or by an earlier one. */
  static boolean isPlugin(Bundle bundle) {
    return LOCATION.matcher(bundle.getLocation()).matches();
  }

  static boolean isActive(Bundle bundle) {
    return bundle.getState() == Bundle.ACTIVE;
  }

  static String location(Path jar) {
    // The framework takes a plus sign for a blank.
    return "reference:" + jar.toUri().toString().replace("+", "%2B");
  }

  List<Bundle> all() {
    return Arrays.stream(context.getBundles()).filter(PluginBundles::isPlugin).toList();
  }

  /** The bundles that are no plugins. */
  List<Bundle> platform() {
    return Arrays.stream(context.getBundles()).filter(bundle -> !isPlugin(bundle)).toList();
  }

  Bundle install(Path jar) throws BundleException {
    Bundle bundle = context.installBundle(location(jar));
    BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
    // After a restart plugins are started as soon as this bundle is, so they may not be above it.
    int own = context.getBundle().adapt(BundleStartLevel.class).getStartLevel();
    if (level.getStartLevel() > own) {
      level.setStartLevel(own);
    }
    return bundle;
  }

  /** Starts a bundle until the framework stops. */
  static void start(Bundle bundle) throws BundleException {
    bundle.start(Bundle.START_TRANSIENT);
  }

  boolean resolve(Bundle bundle) {
    return wiring().resolveBundles(List.of(bundle));
  }

  FrameworkWiring wiring() {
    return system().adapt(FrameworkWiring.class);
  }

  private Bundle system() {
    return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
  }

  /** Stops and uninstalls a bundle, and what remains of it. What fails is logged. */
  void remove(Bundle bundle) {
    try {
      if (bundle.getState() != Bundle.UNINSTALLED) {
        stop(bundle);
        bundle.uninstall();
      }
      Collection<Bundle> pending = wiring().getRemovalPendingBundles();
      if (pending.contains(bundle)) {
        refresh(bundle);
      }
    } catch (BundleException | IllegalStateException e) {
      LOG.log(
          Level.WARNING,
          "Plugin {0} {1} was not removed completely: {2}",
          bundle.getSymbolicName(),
          bundle.getVersion(),
          e.getMessage());
    }
  }

  private static void stop(Bundle bundle) {
    try {
      bundle.stop(Bundle.STOP_TRANSIENT);
    } catch (BundleException e) {
      LOG.log(
          Level.WARNING,
          "Plugin {0} failed while it was stopped: {1}",
          bundle.getSymbolicName(),
          e.getMessage());
    }
  }

  /** Others use packages of the bundle: lets them take those of its successor. */
  private void refresh(Bundle bundle) {
    var done = new CountDownLatch(1);
    wiring().refreshBundles(List.of(bundle), _ -> done.countDown());
    try {
      if (!done.await(REFRESH_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(Level.WARNING, "The users of {0} are not rewired yet", bundle.getSymbolicName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the refresh goes on by itself
    }
  }
}
