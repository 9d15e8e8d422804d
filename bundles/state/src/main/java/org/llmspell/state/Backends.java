package org.llmspell.state;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.StateBackendFactory;
import org.osgi.framework.ServiceReference;

/** The kinds of stores that are installed now. */
final class Backends {
  private final Map<ServiceReference<StateBackendFactory>, StateBackendFactory> factories =
      new ConcurrentHashMap<>();

  void add(ServiceReference<StateBackendFactory> reference, StateBackendFactory factory) {
    factories.put(reference, factory);
  }

  /** The factory that is gone now; null when it was not there. */
  @Nullable StateBackendFactory remove(ServiceReference<StateBackendFactory> reference) {
    return factories.remove(reference);
  }

  /** Whether there is a factory of a name. */
  boolean has(String name) {
    return factories.keySet().stream().anyMatch(reference -> name(reference).equals(name));
  }

  private static String name(ServiceReference<?> reference) {
    return String.valueOf(reference.getProperty(StateBackendFactory.NAME));
  }

  /**
   * The factory of a name.
   *
   * @throws SpellException of kind Configuration that names those there are, and says what to
   *     install when the name is known
   */
  StateBackendFactory named(String name) {
    return factories.entrySet().stream()
        .filter(entry -> name(entry.getKey()).equals(name))
        .max(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .map(Map.Entry::getValue)
        .orElseThrow(() -> missing(name));
  }

  private SpellException missing(String name) {
    String installed =
        factories.keySet().stream()
            .map(Backends::name)
            .sorted()
            .distinct()
            .collect(Collectors.joining(", "));
    if (name.equals("xodus") || name.equals("rocksdb")) {
      return SpellException.configuration(
          "The state backend '%s' is not installed (installed: %s). Install the bundle org.llmspell.state-%s, or a feature that has it, or set runtime.state_persistence.backend_type to another one"
              .formatted(name, installed, name),
          null);
    }
    TreeSet<String> known = new TreeSet<>(List.of("memory", "xodus", "rocksdb"));
    factories.keySet().forEach(reference -> known.add(name(reference)));
    return SpellException.configuration(
        "Setting 'runtime.state_persistence.backend_type' is '%s' but must be one of %s (sled and file mean xodus)"
            .formatted(name, String.join(", ", known)),
        null);
  }
}
