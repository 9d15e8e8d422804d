package org.llmspell.config;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.llmspell.core.config.ContainerSettings;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Hands the settings of the container to its bundles by way of ConfigAdmin. */
@Component
public final class ConfiguredContainer implements ContainerSettings {

  /** Any bundle may have the configuration, not only the first that asks. */
  private static final String ANYWHERE = "?";

  private final BundleContext context;
  private final ConfigurationAdmin admin;
  private final ServiceComponentRuntime components;
  private final Set<String> pids = new HashSet<>();
  private volatile Settings current = Settings.NONE;

  /** Without settings. */
  @Activate
  public ConfiguredContainer(
      BundleContext context,
      @Reference ConfigurationAdmin admin,
      @Reference ServiceComponentRuntime components) {
    this.context = context;
    this.admin = admin;
    this.components = components;
  }

  @Override
  public Settings current() {
    return current;
  }

  @Override
  public synchronized void apply(Settings settings) {
    Map<String, Map<String, Object>> wanted = Configurations.of(settings, context.getBundles());
    // The types are right. Set first: a component that starts now may ask.
    current = settings;
    Set<String> changed = new HashSet<>();
    try {
      for (String gone : pids.stream().filter(pid -> !wanted.containsKey(pid)).toList()) {
        admin.getConfiguration(gone, ANYWHERE).delete();
        pids.remove(gone);
        changed.add(gone);
      }
      for (var entry : wanted.entrySet()) {
        String pid = entry.getKey();
        pids.add(pid);
        if (admin
            .getConfiguration(pid, ANYWHERE)
            .updateIfDifferent(FrameworkUtil.asDictionary(entry.getValue()))) {
          changed.add(pid);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw SpellException.configuration(
          "The settings can not be given to the bundles: " + e.getMessage(), e);
    }
    if (!changed.isEmpty()) {
      Delivery.await(context, admin);
      Failures.check(components, changed);
    }
  }
}
