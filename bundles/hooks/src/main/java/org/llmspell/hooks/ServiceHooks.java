package org.llmspell.hooks;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.BreakerConfig;
import org.llmspell.core.hook.Hook;
import org.llmspell.core.hook.HookLimits;
import org.llmspell.core.hook.HookMetadata;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPriority;
import org.llmspell.core.hook.HookSpec;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

/**
 * Hooks that are services. What a hook needs to be in the table is in its service properties, so
 * the service itself is made when it is first run. One that goes is waited for.
 */
final class ServiceHooks implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("llmspell.hooks");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HookTable table;
  private final Watch watch;
  private final Map<ServiceReference<Hook>, Service> services = new ConcurrentHashMap<>();

  ServiceHooks(HookTable table, Watch watch) {
    this.table = table;
    this.watch = watch;
  }

  /** A hook service, got when it is needed. */
  private static final class Service implements HookEntry.HookSource {
    private final ComponentServiceObjects<Hook> objects;
    private volatile @Nullable Hook hook;
    private volatile List<HookEntry> entries = List.of();

    Service(ComponentServiceObjects<Hook> objects) {
      this.objects = objects;
    }

    @Override
    public Hook get() {
      Hook known = hook;
      return known != null ? known : make();
    }

    private synchronized Hook make() {
      Hook known = hook;
      if (known == null) {
        known = objects.getService();
        if (known == null) {
          throw new IllegalStateException("its service can not be made");
        }
        hook = known;
      }
      return known;
    }

    synchronized void release() {
      Hook known = hook;
      if (known != null) {
        objects.ungetService(known);
        hook = null;
      }
    }
  }

  void add(ComponentServiceObjects<Hook> objects) {
    ServiceReference<Hook> reference = objects.getServiceReference();
    var service = new Service(objects);
    try {
      List<HookPoint> points = points(reference);
      service.entries = table.add(points, metadata(reference), service, true);
      services.put(reference, service);
    } catch (SpellException e) {
      LOG.log(
          Level.WARNING,
          "Bundle {0} has a hook that is not used: {1}",
          reference.getBundle().getSymbolicName(),
          e.text());
    }
  }

  void remove(ServiceReference<Hook> reference) {
    Service service = services.remove(reference);
    if (service != null) {
      service.entries.forEach(table::remove);
      service.entries.forEach(entry -> watch.awaitEnd(entry, PATIENCE));
      service.release();
    }
  }

  private static List<HookPoint> points(ServiceReference<Hook> reference) {
    return texts(reference, "points").stream().map(HookPoint::parse).distinct().toList();
  }

  private static HookMetadata metadata(ServiceReference<Hook> reference) {
    String name = text(reference, "name", "unnamed");
    return new HookMetadata(
        name,
        text(reference, "description", ""),
        new HookPriority((int) number(reference, "priority")),
        text(reference, "language", "native"),
        texts(reference, "tags"),
        text(reference, "version", "1.0.0"),
        limits(reference));
  }

  private static HookLimits limits(ServiceReference<Hook> reference) {
    long millis = number(reference, "timeout.millis");
    String breaker = text(reference, "breaker", "default");
    Optional<BreakerConfig> config = BreakerConfig.preset(breaker);
    if (config.isEmpty() && !breaker.equals("none")) {
      throw SpellException.validation(
          "breaker",
          "Circuit breaker '%s' must be one of default, production, conservative, none"
              .formatted(breaker));
    }
    return new HookLimits(
        millis <= 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis)),
        config,
        Boolean.TRUE.equals(property(reference, "inline")));
  }

  private static @Nullable Object property(ServiceReference<Hook> reference, String name) {
    return reference.getProperty(HookSpec.PREFIX_ + name);
  }

  private static String text(ServiceReference<Hook> reference, String name, String otherwise) {
    Object value = property(reference, name);
    return value == null ? otherwise : value.toString();
  }

  private static long number(ServiceReference<Hook> reference, String name) {
    return property(reference, name) instanceof Number number ? number.longValue() : 0;
  }

  private static List<String> texts(ServiceReference<Hook> reference, String name) {
    return switch (property(reference, name)) {
      case null -> List.of();
      case String[] several -> Arrays.asList(several);
      case Object one -> List.of(one.toString());
    };
  }

  @Override
  public void close() {
    List.copyOf(services.keySet()).forEach(this::remove);
  }
}
