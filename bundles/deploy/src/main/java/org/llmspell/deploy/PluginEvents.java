package org.llmspell.deploy;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.plugin.PluginInfo;

/**
 * Publishes what happened to plugins: {@code plugin.installed}, {@code plugin.upgraded}, {@code
 * plugin.rolled_back}, {@code plugin.uninstalled}, {@code plugin.failed}. It has happened by then,
 * so an event that can not be published changes nothing.
 */
final class PluginEvents {
  private static final System.Logger LOG = System.getLogger("llmspell.deploy");

  private volatile @Nullable EventBus bus;

  void bus(EventBus newBus) {
    bus = newBus;
  }

  void removeBus(EventBus old) {
    if (bus == old) {
      bus = null;
    }
  }

  /**
   * A plugin was put in place.
   *
   * @param before what was active before; null when it is new
   */
  void changed(PluginInfo plugin, @Nullable Release before) {
    if (before == null) {
      tell("plugin.installed", plugin.name(), data(plugin));
    } else if (!before.installedAt().equals(plugin.installedAt())) {
      Map<String, @Nullable Object> data = data(plugin);
      data.put("from_version", before.version());
      tell("plugin.upgraded", plugin.name(), data);
    }
  }

  void rolledBack(PluginInfo plugin) {
    tell("plugin.rolled_back", plugin.name(), data(plugin));
  }

  void uninstalled(String name) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("plugin", name);
    tell("plugin.uninstalled", name, data);
  }

  /** An artifact was refused; what was there is there still. */
  void failed(String artifact, SpellException why) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("artifact", artifact);
    data.put("error", why.message());
    tell("plugin.failed", artifact, data);
  }

  private static Map<String, @Nullable Object> data(PluginInfo plugin) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("plugin", plugin.name());
    data.put("version", plugin.version());
    data.put("tools", plugin.tools());
    return data;
  }

  private void tell(String type, String source, Map<String, @Nullable Object> data) {
    EventBus target = bus;
    if (target == null) {
      return;
    }
    try {
      if (target.hasSubscribers(type)) {
        target.publish(UniversalEvent.builder(type).data(data).source(source).build());
      }
    } catch (RuntimeException e) { // refused by a limit, a full queue or a hook
      LOG.log(Level.DEBUG, "Event {0} of {1} was not published: {2}", type, source, e.getMessage());
    }
  }
}
