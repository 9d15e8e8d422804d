package org.llmspell.benchmarks.events;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** Felix EventAdmin as it comes, with {@code postEvent}. */
record AdminContender(Framework framework, EventAdmin admin) implements Contender {

  static Contender start(int subscribers, IntFunction<Runnable> onEvent) throws Exception {
    Path cache = Files.createTempDirectory("eventadmin");
    Framework framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    cache.toString(),
                    Constants.FRAMEWORK_STORAGE_CLEAN,
                    Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    "org.osgi.service.event;version=1.4.1"));
    framework.start();
    BundleContext context = framework.getBundleContext();
    String jar =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> path.contains("org.apache.felix.eventadmin"))
            .findFirst()
            .orElseThrow();
    context.installBundle(Path.of(jar).toUri().toString()).start();
    for (int i = 0; i < subscribers; i++) {
      Runnable work = onEvent.apply(i);
      context.registerService(
          EventHandler.class,
          _ -> work.run(),
          FrameworkUtil.asDictionary(Map.of(EventConstants.EVENT_TOPIC, "bench/*")));
    }
    var reference =
        Objects.requireNonNull(context.getServiceReference(EventAdmin.class), "EventAdmin");
    return new AdminContender(
        framework, Objects.requireNonNull(context.getService(reference), "EventAdmin"));
  }

  @Override
  public void publish(Map<String, Object> data) {
    admin.postEvent(new Event("bench/event", data));
  }

  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(20_000);
    } catch (BundleException e) {
      throw new IllegalStateException("The framework cannot be stopped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
