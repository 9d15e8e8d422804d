package org.llmspell.runtime;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.tool.RecordTool;
import org.llmspell.core.tool.Tool;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * Finds tool services. Adding one reads its properties and nothing else. Removing one returns only
 * when its calls have ended: the service registry calls this before the component is deactivated,
 * so a plain stop or update of a bundle does not cut off calls either.
 */
final class ToolTracker
    implements ServiceTrackerCustomizer<Object, ToolEntry>,
        SynchronousBundleListener,
        AutoCloseable {
  private static final System.Logger LOG = System.getLogger("llmspell.runtime");

  private final BundleContext context;
  private final ToolTable table;
  private final Drain drain;
  private final ToolEvents events;
  private final Duration patience;
  private final ServiceTracker<Object, ToolEntry> tracker;

  ToolTracker(
      BundleContext context, ToolTable table, Drain drain, ToolEvents events, Duration patience) {
    this.context = context;
    this.table = table;
    this.drain = drain;
    this.events = events;
    this.patience = patience;
    this.tracker = new ServiceTracker<>(context, filter(), this);
  }

  private static Filter filter() {
    try {
      return FrameworkUtil.createFilter(
          "(&(llmspell.tool.name=*)(|(%1$s=%2$s)(%1$s=%3$s)))"
              .formatted(Constants.OBJECTCLASS, Tool.class.getName(), RecordTool.class.getName()));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  void open() {
    context.addBundleListener(this);
    tracker.open();
  }

  @Override
  public void close() {
    context.removeBundleListener(this);
    tracker.close();
  }

  @Override
  public @Nullable ToolEntry addingService(ServiceReference<Object> reference) {
    try {
      ToolInfo info = ToolProperties.read(reference);
      var entry =
          new ToolEntry(
              info,
              new ServiceSource(context, reference, info, reference.getBundle().getBundleId()));
      table.add(entry);
      events.registered(info);
      return entry;
    } catch (IllegalArgumentException e) {
      refuse(reference, e);
      return null;
    }
  }

  @Override
  public void modifiedService(ServiceReference<Object> reference, ToolEntry entry) {
    try {
      table.describe(entry, ToolProperties.read(reference));
    } catch (IllegalArgumentException e) {
      refuse(reference, e);
    }
  }

  private static void refuse(ServiceReference<Object> reference, IllegalArgumentException e) {
    LOG.log(
        Level.WARNING,
        "Bundle {0} has a tool with a wrong property: {1}",
        reference.getBundle().getSymbolicName(),
        e.getMessage());
  }

  @Override
  public void removedService(ServiceReference<Object> reference, ToolEntry entry) {
    boolean bundleStops = reference.getBundle().getState() != Bundle.ACTIVE;
    List<ToolEntry> leaving = table.remove(entry, bundleStops);
    try {
      if (!drain.await(leaving, patience)) {
        LOG.log(
            Level.WARNING,
            "Calls of bundle {0} were cut off: they ran longer than {1} ms after it was stopped",
            entry.info().bundle(),
            patience.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      table.gone(entry);
      entry.dispose();
      if (!isStopping()) {
        events.unregistered(entry.info());
      }
    }
  }

  /** That all tools go with the container is no news of any of them. */
  private boolean isStopping() {
    Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_ID);
    return framework != null && framework.getState() == Bundle.STOPPING;
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    switch (event.getType()) {
      case BundleEvent.STOPPED -> table.stopped(event.getBundle().getBundleId());
      case BundleEvent.UNINSTALLED -> table.forget(event.getBundle().getBundleId());
      default -> {
        // Nothing else changes what takes calls.
      }
    }
  }

  /** A tool service. */
  private record ServiceSource(
      BundleContext context, ServiceReference<Object> reference, ToolInfo info, long bundleId)
      implements ToolSource {

    @Override
    public Tool get() {
      Object service = context.getService(reference);
      if (service instanceof Tool tool) {
        return tool;
      }
      if (service != null) {
        context.ungetService(reference);
      }
      throw SpellException.tool(
          info.name(),
          "Tool '%s' can not be made: %s"
              .formatted(info.name(), ActivationFailures.reason(context, reference)),
          null);
    }

    @Override
    public void release() {
      context.ungetService(reference);
    }

    @Override
    public int compareTo(ToolSource other) {
      return other instanceof ServiceSource service ? reference.compareTo(service.reference) : 0;
    }
  }
}
