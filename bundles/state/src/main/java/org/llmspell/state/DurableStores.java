package org.llmspell.state;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.llmspell.state.store.StateSettings;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Offers to keep events and runs of hooks in the store while it is on disk. Only there when state
 * is configured, so that otherwise nothing of it is loaded.
 */
@Component(
    name = "org.llmspell.state.durable",
    service = DurableStores.class,
    immediate = true,
    configurationPid = "org.llmspell.state",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class DurableStores {
  private static final List<String> COMPONENTS =
      List.of("org.llmspell.state.events", "org.llmspell.state.hook-history");

  private final ComponentContext component;

  /** Switches them on if the settings say so. */
  @Activate
  public DurableStores(ComponentContext component, Map<String, Object> configuration) {
    this.component = component;
    if (new StateSettings(new TreeMap<>(configuration), Path.of("")).isEnabled()) {
      COMPONENTS.forEach(component::enableComponent);
    }
  }

  @Deactivate
  void close() {
    COMPONENTS.forEach(component::disableComponent);
  }
}
