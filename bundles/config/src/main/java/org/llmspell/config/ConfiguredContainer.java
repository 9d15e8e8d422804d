package org.llmspell.config;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.ContainerSettings;
import org.llmspell.core.config.Settings;
import org.llmspell.core.config.SettingsSource;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.hook.HookExecutor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * Hands the settings of the container to its bundles by way of ConfigAdmin. What scripts change
 * lies over the settings until the container stops. Changes are made one after the other, under a
 * lock that hooks are asked under, too: their time is limited.
 */
@Component(
    service = {ContainerSettings.class, ConfiguredContainer.class},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ConfiguredContainer implements ContainerSettings {
  private static final System.Logger LOG = System.getLogger("llmspell.config");

  /** Any bundle may have the configuration, not only the first that asks. */
  private static final String ANYWHERE = "?";

  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final BundleContext context;
  private final ConfigurationAdmin admin;
  private final ServiceComponentRuntime components;
  private final LayeredSettings loader;
  private final Announcer announcer = new Announcer();
  private final LogLevel level;
  private final ReentrantLock lock = new ReentrantLock();
  private Map<String, Map<String, Object>> applied = Map.of();
  private boolean started;
  private volatile Applied current = new Applied(Settings.NONE, Map.of(), Settings.NONE);

  /**
   * What holds.
   *
   * @param base what was applied
   * @param runtime what scripts have changed
   * @param all both
   */
  private record Applied(Settings base, Map<String, @Nullable Object> runtime, Settings all) {
    static Applied of(Settings base, Map<String, @Nullable Object> runtime) {
      if (runtime.isEmpty()) {
        return new Applied(base, runtime, base);
      }
      Map<String, @Nullable Object> merged = new LinkedHashMap<>(base.values());
      Layer.merge(merged, runtime);
      return new Applied(base, runtime, new Settings(merged));
    }
  }

  /** Without settings. */
  @Activate
  public ConfiguredContainer(
      BundleContext context,
      @Reference ConfigurationAdmin admin,
      @Reference ServiceComponentRuntime components,
      @Reference LayeredSettings loader) {
    this.context = context;
    this.admin = admin;
    this.components = components;
    this.loader = loader;
    this.level = new LogLevel("true".equals(context.getProperty("llmspell.log.fixed")));
  }

  @Reference(
      service = HookExecutor.class,
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeHooks")
  void addHooks(ComponentServiceObjects<HookExecutor> hooks) {
    announcer.hooks(hooks);
  }

  void removeHooks(ComponentServiceObjects<HookExecutor> hooks) {
    announcer.removeHooks(hooks);
  }

  @Reference(
      service = EventBus.class,
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeEvents")
  void addEvents(ComponentServiceObjects<EventBus> events) {
    announcer.events(events);
  }

  void removeEvents(ComponentServiceObjects<EventBus> events) {
    announcer.removeEvents(events);
  }

  @Override
  public Settings current() {
    return current.all;
  }

  /** The settings without what scripts have changed. */
  Settings base() {
    return current.base;
  }

  /** What scripts have changed; not to be changed. */
  Map<String, @Nullable Object> runtime() {
    return current.runtime;
  }

  @Override
  public void apply(Settings settings) {
    replace(before -> Applied.of(settings, before.runtime));
  }

  /**
   * Replaces what scripts have changed.
   *
   * @throws SpellException as {@link #apply} does
   */
  void change(UnaryOperator<Map<String, @Nullable Object>> runtime) {
    replace(before -> Applied.of(before.base, runtime.apply(before.runtime)));
  }

  private void replace(UnaryOperator<Applied> how) {
    lock.lock();
    try {
      Applied before = current;
      replace(before, how.apply(before));
    } finally {
      lock.unlock();
    }
  }

  private void replace(Applied before, Applied after) {
    var layers = loader.layersOf(after.base).orElse(null);
    Map<String, Map<String, Object>> wanted =
        Configurations.of(
            after.all, context.getBundles(), key -> LayeredSettings.place(layers, key));
    boolean first = !started;
    List<Change> changes = first ? List.of() : Change.between(before.all, after.all);
    announcer.ask(changes);
    Map<String, Map<String, Object>> old = applied;
    // The types are right. Set first: a component that starts now may ask.
    current = after;
    started = true;
    try {
      deliver(wanted);
    } catch (SpellException e) {
      if (!first) {
        current = before;
        deliver(old);
      }
      throw e;
    }
    loader.runtime(after.runtime);
    level.apply(after.all);
    if (!changes.isEmpty()) {
      announcer.changed(changes);
    }
  }

  private void deliver(Map<String, Map<String, Object>> wanted) {
    Set<String> changed = new HashSet<>();
    try {
      for (String gone : applied.keySet().stream().filter(p -> !wanted.containsKey(p)).toList()) {
        admin.getConfiguration(gone, ANYWHERE).delete();
        changed.add(gone);
      }
      for (var entry : wanted.entrySet()) {
        if (admin
            .getConfiguration(entry.getKey(), ANYWHERE)
            .updateIfDifferent(FrameworkUtil.asDictionary(entry.getValue()))) {
          changed.add(entry.getKey());
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw SpellException.configuration(
          "The settings can not be given to the bundles: " + e.getMessage(), e);
    }
    applied = wanted;
    if (!changed.isEmpty()) {
      Delivery.await(context, admin);
      Failures.check(components, changed);
    }
  }

  @Override
  public Following follow(SettingsSource source) {
    return new Follower(SettingsFile.places(source), () -> reload(source), INTERVAL);
  }

  private void reload(SettingsSource source) {
    try {
      Settings before = current.all;
      apply(loader.loadBase(source, warning -> LOG.log(Level.WARNING, "{0}", warning)));
      List<Change> changes = Change.between(before, current.all);
      if (!changes.isEmpty()) {
        LOG.log(
            Level.INFO,
            "Settings changed: {0}",
            String.join(", ", changes.stream().map(Change::key).toList()));
      }
    } catch (SpellException e) {
      LOG.log(Level.WARNING, "The old settings stay in force: {0}", e.message());
      announcer.refused(e.message());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The old settings stay in force; applying new ones failed", e);
      announcer.refused(String.valueOf(e.getMessage()));
    }
  }
}
