package org.llmspell.hooks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookPoint;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * Registers a service only while there are hooks at the points that it fires. So a pipeline or a
 * bus without hooks does not even know of us. It goes on a thread of its own and after a while: the
 * one who takes it out may wait for the calls that are inside, one of which may have taken the last
 * hook away.
 */
final class ServiceSwitch<S> implements AutoCloseable {
  private static final Duration LINGER = Duration.ofSeconds(5);

  private final BundleContext context;
  private final Class<S> type;
  private final Function<BooleanSupplier, S> service;
  private final Map<String, Object> properties;
  private final HookTable table;
  private final List<? extends HookPoint> points;
  private final Runnable listener = this::update;
  private @Nullable ServiceRegistration<S> registration;
  private Turn turn = new Turn();
  private boolean closed;

  /** One registration. While it is taken out, the next one may be there already. */
  private static final class Turn {
    private volatile boolean over;
  }

  /**
   * Looks at the table from now on.
   *
   * @param service makes the service; it is told whether it is still its turn, and does nothing
   *     when it is not, so that nothing happens twice
   */
  ServiceSwitch(
      BundleContext context,
      Class<S> type,
      Function<BooleanSupplier, S> service,
      Map<String, Object> properties,
      HookTable table,
      List<? extends HookPoint> points) {
    this.context = context;
    this.type = type;
    this.service = service;
    this.properties = properties;
    this.table = table;
    this.points = points;
    table.onChange(listener);
    update();
  }

  private boolean isWanted() {
    return points.stream().anyMatch(table::isActive);
  }

  private synchronized void update() {
    if (closed) {
      return;
    }
    if (registration == null && isWanted()) {
      var mine = new Turn();
      turn = mine;
      registration =
          context.registerService(
              type, service.apply(() -> !mine.over), FrameworkUtil.asDictionary(properties));
    } else if (registration != null && !isWanted()) {
      Thread.ofVirtual().name("llmspell-hook-switch").start(this::removeLater);
    }
  }

  private void removeLater() {
    LockSupport.parkNanos(this, LINGER.toNanos());
    ServiceRegistration<S> old = null;
    synchronized (this) {
      if (!closed && !isWanted()) {
        old = registration;
        registration = null;
        turn.over = true;
      }
    }
    if (old != null) {
      old.unregister();
    }
  }

  @Override
  public void close() {
    table.forget(listener);
    ServiceRegistration<S> old;
    synchronized (this) {
      closed = true;
      old = registration;
      registration = null;
    }
    if (old != null) {
      old.unregister();
    }
  }
}
