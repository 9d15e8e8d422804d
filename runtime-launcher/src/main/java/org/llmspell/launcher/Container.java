package org.llmspell.launcher;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.FrameworkFactory;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.CommandRunner;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;

/** The OSGi framework with the bundles of the distribution, started. */
final class Container implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("llmspell.launcher");
  private static final long STOP_SECONDS = 10;

  private final Framework framework;
  private final BundleCache cache;
  private final Distribution distribution;
  private volatile boolean started;

  private Container(Framework framework, BundleCache cache, Distribution distribution) {
    this.framework = framework;
    this.cache = cache;
    this.distribution = distribution;
  }

  /**
   * Starts the framework and returns when every bundle, plugins included, was started.
   *
   * @param properties what the bundles may ask for, such as {@code llmspell.home}
   * @throws LaunchException if a bundle of the distribution does not start
   */
  static Container start(
      Distribution distribution, BundleCache cache, Map<String, String> properties) {
    var container = new Container(framework(distribution, cache, properties), cache, distribution);
    try {
      container.start();
      return container;
    } catch (BundleException | RuntimeException e) {
      container.close();
      throw e instanceof LaunchException known
          ? known
          : new LaunchException("The container does not start: " + e.getMessage(), e);
    }
  }

  private static Framework framework(
      Distribution distribution, BundleCache cache, Map<String, String> properties) {
    var configuration = new HashMap<>(properties);
    configuration.put(Constants.FRAMEWORK_STORAGE, cache.storage().toString());
    configuration.put(
        Constants.FRAMEWORK_BEGINNING_STARTLEVEL, String.valueOf(Distribution.PLUGIN_LEVEL));
    configuration.put("felix.startlevel.bundle", String.valueOf(Distribution.PLUGIN_LEVEL));
    // The bundle cache has a lock of its own.
    configuration.put("felix.cache.locking", "false");
    // No process-wide stream handlers: nobody here makes bundle URLs from text.
    configuration.put("felix.service.urlhandlers", "false");
    // The list of the JDK's packages is long; what they use of each other matters to nobody.
    configuration.put("felix.systempackages.calculate.uses", "false");
    // Felix would print traces; what it has to tell comes as events, see report.
    configuration.put("felix.log.level", "0");
    configuration.put("ds.cache.metadata", "true");
    // Configurations are made of the settings at each start, so nothing is kept of them.
    configuration.put("felix.cm.pm", "memory");
    // Declarative Services too; whoever asks for a component that fails tells why.
    configuration.put("ds.loglevel", LOG.isLoggable(System.Logger.Level.DEBUG) ? "1" : "0");
    return new FrameworkFactory()
        .newFramework(configuration, new PlatformConnector(distribution.bundles()));
  }

  private void start() throws BundleException {
    framework.init();
    BundleContext context = framework.getBundleContext();
    context.addFrameworkListener(this::report);
    if (!cache.filled()) {
      for (String location : distribution.bundles().keySet()) {
        Bundle bundle = context.installBundle(location);
        bundle
            .adapt(BundleStartLevel.class)
            .setStartLevel(distribution.levels().getOrDefault(location, 1));
        bundle.start();
      }
    }
    framework.start();
    for (String location : distribution.bundles().keySet()) {
      Bundle bundle = context.getBundle(location);
      if (bundle == null || bundle.getState() != Bundle.ACTIVE) {
        throw notStarted(location, bundle);
      }
    }
    if (!cache.filled()) {
      cache.stamp(distribution.stamp());
    }
    started = true;
  }

  /** Failures while starting are told by {@link #start}, and those of plugins by their manager. */
  private void report(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.ERROR || event.getType() == FrameworkEvent.WARNING) {
      boolean serious =
          started
              && event.getType() == FrameworkEvent.ERROR
              && !(event.getThrowable() instanceof ServiceException);
      LOG.log(
          serious ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
          "Bundle " + event.getBundle().getSymbolicName(),
          event.getThrowable());
    }
  }

  private static LaunchException notStarted(String location, @Nullable Bundle bundle) {
    if (bundle == null) {
      return new LaunchException("The bundle " + location + " is missing from the bundle cache.");
    }
    String what = "The bundle " + bundle.getSymbolicName() + " of the platform does not start";
    try {
      bundle.start();
      return new LaunchException(what + ".");
    } catch (BundleException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return new LaunchException(what + ": " + reason, e);
    }
  }

  /** The service that runs command lines. */
  CommandRunner commands() {
    BundleContext context = framework.getBundleContext();
    var reference = context.getServiceReference(CommandRunner.class);
    CommandRunner runner = reference == null ? null : context.getService(reference);
    if (runner == null) {
      throw new LaunchException("No bundle of this distribution offers commands.");
    }
    return runner;
  }

  /** Stops every bundle and waits for it, 10 seconds at most. */
  @Override
  public void close() {
    try {
      framework.stop();
      FrameworkEvent end = framework.waitForStop(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
      if (end.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
        LOG.log(
            System.Logger.Level.WARNING,
            "The container did not stop within {0} seconds and is abandoned",
            STOP_SECONDS);
      }
    } catch (BundleException e) {
      throw new LaunchException("The container does not stop: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
