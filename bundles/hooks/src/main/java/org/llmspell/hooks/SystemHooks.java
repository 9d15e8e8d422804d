package org.llmspell.hooks;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Fires SystemStartup when the container is up, SystemShutdown before its first bundle is stopped,
 * MemoryUsageHigh and CpuUsageHigh while there are hooks for them.
 */
@Component(name = "org.llmspell.hooks.system", immediate = true, service = SystemHooks.class)
@Designate(ocd = SystemHooks.Config.class)
public final class SystemHooks implements FrameworkListener, SynchronousBundleListener {

  /** The settings {@code hooks.system.*}. */
  @ObjectClassDefinition(name = "Hooks of the system")
  public @interface Config {
    /** {@code hooks.system.memory_percent}. */
    @AttributeDefinition(description = "Heap in use that counts as high, in percent.", min = "1")
    int memory_percent() default 85;

    /** {@code hooks.system.cpu_percent}. */
    @AttributeDefinition(
        description = "Load of all processors by this process that counts as high, in percent.",
        min = "1")
    int cpu_percent() default 90;

    /** {@code hooks.system.interval_ms}. */
    @AttributeDefinition(description = "How often is looked, in milliseconds.", min = "10")
    long interval_ms() default 1_000;
  }

  private final BundleContext context;
  private final Executor executor;
  private final UsageMonitor monitor;

  /** Listens to the framework. */
  @Activate
  public SystemHooks(BundleContext context, @Reference HookService hooks, Config config) {
    this.context = context;
    executor = hooks.executor();
    monitor = new UsageMonitor(hooks.table(), this::fire, rules(config));
    context.addFrameworkListener(this);
    context.addBundleListener(this);
  }

  SystemHooks(BundleContext context, HookService hooks, UsageMonitor monitor) {
    this.context = context;
    this.executor = hooks.executor();
    this.monitor = monitor;
  }

  private static UsageMonitor.Rules rules(Config config) {
    return new UsageMonitor.Rules(
        Duration.ofMillis(config.interval_ms()), config.memory_percent(), config.cpu_percent());
  }

  /** Other settings; what is high already is not fired again. */
  @Modified
  void change(Config config) {
    monitor.change(rules(config));
  }

  @Deactivate
  void close() {
    context.removeFrameworkListener(this);
    context.removeBundleListener(this);
    monitor.close();
  }

  @Override
  public void frameworkEvent(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.STARTED) {
      fire(StandardPoint.SYSTEM_STARTUP, Map.of());
    }
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    Bundle bundle = event.getBundle();
    if (bundle.getBundleId() == 0 && event.getType() == BundleEvent.STOPPING) {
      fire(StandardPoint.SYSTEM_SHUTDOWN, Map.of());
    }
  }

  private void fire(HookPoint point, Map<String, ? extends @Nullable Object> data) {
    if (executor.isActive(point)) {
      executor.run(HookContext.of(point, HookComponent.system("container"), new HashMap<>(data)));
    }
  }
}
