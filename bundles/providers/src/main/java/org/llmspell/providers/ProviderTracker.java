package org.llmspell.providers;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.model.ModelProvider;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * Finds provider services. Adding one reads its properties and nothing else. Removing one returns
 * only when its calls have ended, and its component is deactivated after that.
 */
final class ProviderTracker
    implements ServiceTrackerCustomizer<ModelProvider, Entry>, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("llmspell.providers");

  private final BundleContext context;
  private final ProviderTable table;
  private final ServiceTracker<ModelProvider, Entry> tracker;

  ProviderTracker(BundleContext context, ProviderTable table) {
    this.context = context;
    this.table = table;
    this.tracker = new ServiceTracker<>(context, ModelProvider.class, this);
  }

  void open() {
    tracker.open();
  }

  @Override
  public void close() {
    tracker.close();
  }

  @Override
  public @Nullable Entry addingService(ServiceReference<ModelProvider> reference) {
    try {
      var entry =
          new Entry(Description.of(reference::getProperty), new ServiceSource(context, reference));
      table.add(entry);
      return entry;
    } catch (IllegalArgumentException e) {
      LOG.log(
          Level.WARNING,
          "Bundle {0} has a provider of language models with a wrong property: {1}",
          reference.getBundle().getSymbolicName(),
          e.getMessage());
      return null;
    }
  }

  /** What a provider says of itself does not change while it is there. */
  @Override
  public void modifiedService(ServiceReference<ModelProvider> reference, Entry entry) {}

  @Override
  public void removedService(ServiceReference<ModelProvider> reference, Entry entry) {
    int cut = table.remove(entry);
    if (cut > 0) {
      LOG.log(
          Level.WARNING,
          "{0} requests to provider {1} were cut off because its bundle was stopped",
          cut,
          entry.description().name());
    }
  }

  /** A provider service. The newest version of a bundle comes first, then the ranking decides. */
  private record ServiceSource(BundleContext context, ServiceReference<ModelProvider> reference)
      implements Entry.Source {

    @Override
    public @Nullable ModelProvider get() {
      return context.getService(reference);
    }

    @Override
    public void release() {
      context.ungetService(reference);
    }

    @Override
    public int compareTo(Entry.Source other) {
      if (!(other instanceof ServiceSource service)) {
        return 0;
      }
      int byVersion = version(service.reference).compareTo(version(reference));
      return byVersion != 0 ? byVersion : service.reference.compareTo(reference);
    }

    private static Version version(ServiceReference<?> reference) {
      var bundle = reference.getBundle();
      return bundle == null ? Version.emptyVersion : bundle.getVersion();
    }
  }
}
