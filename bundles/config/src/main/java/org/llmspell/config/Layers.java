package org.llmspell.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.llmspell.core.config.Settings;

/**
 * Where settings come from, the strongest origin last; without the defaults, which are known
 * elsewhere. Immutable.
 */
record Layers(List<Layer> all) {

  /** Copies the list. */
  Layers {
    all = List.copyOf(all);
  }

  Layers with(Layer strongest) {
    List<Layer> more = new ArrayList<>(all);
    more.add(strongest);
    return new Layers(more);
  }

  Settings settings() {
    return all.isEmpty() ? Settings.NONE : new Settings(Layer.merge(all));
  }

  /** The layer whose value holds. */
  Optional<Layer> holder(List<String> path) {
    return all.reversed().stream().filter(layer -> layer.find(path).isPresent()).findFirst();
  }
}
