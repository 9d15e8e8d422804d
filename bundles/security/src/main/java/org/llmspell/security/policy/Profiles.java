package org.llmspell.security.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;

/** Named sets of settings: four of ours, and those of {@code runtime.security.profiles}. */
final class Profiles {
  private static final String KEY = Keys.SECTION + "profile";
  private static final String TABLE = Keys.SECTION + "profiles.";
  static final String STANDARD = "standard";

  private static final Map<String, Map<String, ?>> BUILT_IN =
      Map.of(
          STANDARD,
          Map.of(),
          "open",
          Map.of(
              "tools.file_operations.allowed_paths",
              List.of("*"),
              "tools.system.allow_any_command",
              true,
              "tools.system.allowed_environment",
              List.of("*")),
          "restricted",
          Map.of("max_level", "restricted", "allow_process_spawn", false, "audit", "all"),
          "safe",
          Map.of(
              "max_level",
              "safe",
              "allow_file_access",
              false,
              "allow_network_access",
              false,
              "allow_process_spawn",
              false,
              "audit",
              "all"));

  private Profiles() {}

  /** The name of the profile that the settings ask for. */
  static String nameOf(Settings settings) {
    return settings.text(KEY).orElse(STANDARD);
  }

  /** The settings with their profile below them. A profile of the settings may extend another. */
  static Keys layers(Settings settings) {
    List<Settings> layers = new ArrayList<>();
    layers.add(settings);
    String name = nameOf(settings);
    for (int depth = 0; ; depth++) {
      if (depth > 8) {
        throw SpellException.configuration(
            "Profile '%s' extends itself; end the chain with one of %s"
                .formatted(name, BUILT_IN.keySet().stream().sorted().toList()),
            null);
      }
      Object own = settings.get(TABLE + name).orElse(null);
      if (own instanceof Map<?, ?> table) {
        var profile = ofTable(table);
        layers.add(profile);
        name = profile.text(Keys.SECTION + "extends").orElse(STANDARD);
        continue;
      }
      Map<String, ?> known = BUILT_IN.get(name);
      if (known == null) {
        throw SpellException.configuration(
            "Setting '%s' names the profile '%s', but there are only %s and those of %s*"
                .formatted(KEY, name, BUILT_IN.keySet().stream().sorted().toList(), TABLE),
            null);
      }
      layers.add(Keys.ofProperties(known));
      return new Keys(layers);
    }
  }

  /** A table whose keys are those of our section; tables {@code tools} in it are as everywhere. */
  private static Settings ofTable(Map<?, ?> table) {
    var flat = new java.util.LinkedHashMap<String, Object>();
    flatten("", table, flat);
    return Keys.ofProperties(flat);
  }

  private static void flatten(String prefix, Map<?, ?> table, Map<String, Object> to) {
    table.forEach((key, value) -> {
      if (value instanceof Map<?, ?> inner) {
        flatten(prefix + key + ".", inner, to);
      } else if (value != null) {
        to.put(prefix + key, value);
      }
    });
  }
}
