package org.llmspell.events;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Publishes what happens to bundles and services, under the topics that EventAdmin has for them
 * (with dots), for example {@code org.osgi.framework.BundleEvent.INSTALLED}. Works without
 * EventAdmin, and costs a look-up while nobody listens.
 */
@Component(immediate = true, service = FrameworkEvents.class)
public final class FrameworkEvents
    implements BundleListener, AllServiceListener, FrameworkListener {
  private static final String PACKAGE = "org.osgi.framework.";

  private final Bus bus;
  private final BundleContext context;

  /** Starts to listen. */
  @Activate
  public FrameworkEvents(@Reference BusService service, BundleContext context) {
    this.bus = service.bus();
    this.context = context;
    context.addBundleListener(this);
    context.addServiceListener(this);
    context.addFrameworkListener(this);
  }

  @Deactivate
  void close() {
    context.removeBundleListener(this);
    context.removeServiceListener(this);
    context.removeFrameworkListener(this);
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    String name =
        switch (event.getType()) {
          case BundleEvent.INSTALLED -> "INSTALLED";
          case BundleEvent.RESOLVED -> "RESOLVED";
          case BundleEvent.STARTED -> "STARTED";
          case BundleEvent.STOPPED -> "STOPPED";
          case BundleEvent.UNINSTALLED -> "UNINSTALLED";
          case BundleEvent.UNRESOLVED -> "UNRESOLVED";
          case BundleEvent.UPDATED -> "UPDATED";
          default -> "";
        };
    if (!name.isEmpty()) {
      bus.publishLazily(PACKAGE + "BundleEvent." + name, () -> describe(event.getBundle(), null));
    }
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    String name =
        switch (event.getType()) {
          case ServiceEvent.REGISTERED -> "REGISTERED";
          case ServiceEvent.MODIFIED -> "MODIFIED";
          case ServiceEvent.UNREGISTERING -> "UNREGISTERING";
          default -> "";
        };
    if (!name.isEmpty()) {
      bus.publishLazily(
          PACKAGE + "ServiceEvent." + name, () -> describe(event.getServiceReference()));
    }
  }

  @Override
  public void frameworkEvent(FrameworkEvent event) {
    String name =
        switch (event.getType()) {
          case FrameworkEvent.STARTED -> "STARTED";
          case FrameworkEvent.ERROR -> "ERROR";
          case FrameworkEvent.WARNING -> "WARNING";
          case FrameworkEvent.INFO -> "INFO";
          case FrameworkEvent.PACKAGES_REFRESHED -> "PACKAGES_REFRESHED";
          case FrameworkEvent.STARTLEVEL_CHANGED -> "STARTLEVEL_CHANGED";
          default -> "";
        };
    if (!name.isEmpty()) {
      bus.publishLazily(
          PACKAGE + "FrameworkEvent." + name,
          () -> describe(event.getBundle(), event.getThrowable()));
    }
  }

  private static Map<String, Object> describe(Bundle bundle, @Nullable Throwable failure) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("bundle_id", bundle.getBundleId());
    if (bundle.getSymbolicName() != null) {
      data.put("symbolic_name", bundle.getSymbolicName());
    }
    data.put("version", bundle.getVersion().toString());
    if (failure != null) {
      data.put("error", String.valueOf(failure.getMessage()));
    }
    return data;
  }

  private static Map<String, Object> describe(ServiceReference<?> reference) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("service_id", PlainValues.of(reference.getProperty(Constants.SERVICE_ID), 0));
    data.put(
        "object_class",
        reference.getProperty(Constants.OBJECTCLASS) instanceof String[] names
            ? Arrays.asList(names)
            : List.of());
    Bundle bundle = reference.getBundle();
    if (bundle != null) {
      data.putAll(describe(bundle, null));
    }
    return data;
  }
}
