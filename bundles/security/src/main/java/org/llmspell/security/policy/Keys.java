package org.llmspell.security.policy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;

/**
 * Settings read through layers: what was set, then what the profile says. Each accessor checks the
 * type and names the setting when it is wrong.
 *
 * @param layers the first that knows a key decides
 */
record Keys(List<Settings> layers) {
  static final String SECTION = "runtime.security.";

  Keys {
    layers = List.copyOf(layers);
  }

  /** The layers with one more below them. */
  Keys over(Settings fallback) {
    var all = new java.util.ArrayList<>(layers);
    all.add(fallback);
    return new Keys(all);
  }

  private <T> Optional<T> first(Function<Settings, Optional<T>> read) {
    return layers.stream().map(read).flatMap(Optional::stream).findFirst();
  }

  Optional<Boolean> flag(String key) {
    return first(settings -> settings.flag(key));
  }

  Optional<String> text(String key) {
    return first(settings -> settings.text(key));
  }

  Optional<List<String>> texts(String key) {
    return first(settings -> settings.get(key).map(_ -> settings.texts(key)));
  }

  /** A number of 0 or more; 0 stands for no limit. */
  Optional<Long> limit(String key) {
    Optional<Long> number = first(settings -> settings.number(key));
    number.ifPresent(value -> {
      if (value < 0) {
        throw SpellException.configuration(
            "Setting '%s' is %d but must be 0 (no limit) or more".formatted(key, value), null);
      }
    });
    return number.map(value -> value == 0 ? Long.MAX_VALUE : value);
  }

  /** One word of a few. */
  <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    return text(key)
        .map(word ->
            Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() ->
                    SpellException.configuration(
                        "Setting '%s' is '%s' but must be one of %s"
                            .formatted(
                                key,
                                word,
                                Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)),
                        null)));
  }

  /**
   * Settings out of flat properties, such as those of a configuration: a dotted key becomes nested
   * sections, an array a list. Keys of our own section may leave out its name.
   */
  static Settings ofProperties(Map<String, ?> properties) {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    properties.forEach((key, value) -> {
      boolean foreign = key.startsWith("tools.") || key.startsWith("runtime.");
      if (!key.contains("service.") && !key.startsWith("component.") && !key.startsWith(".")) {
        put(root, (foreign ? key : SECTION + key).split("\\."), plain(value));
      }
    });
    return new Settings(root);
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, @Nullable Object> root, String[] path, Object value) {
    Map<String, @Nullable Object> section = root;
    for (int i = 0; i < path.length - 1; i++) {
      section =
          (Map<String, @Nullable Object>)
              section.computeIfAbsent(path[i], _ -> new LinkedHashMap<String, @Nullable Object>());
    }
    section.put(path[path.length - 1], value);
  }

  private static Object plain(Object value) {
    return value instanceof Object[] array ? List.of(array) : value;
  }
}
