package org.llmspell.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The environment variables that override settings: both families of names. */
final class EnvironmentOverrides {
  private static final Set<String> NO_SETTINGS =
      Set.of(
          "LLMSPELL_HOME",
          "LLMSPELL_CONFIG",
          "LLMSPELL_ENGINE",
          "LLMSPELL_LOG",
          "LLMSPELL_AOT",
          "LLMSPELL_JAVA_OPTS");
  private static final Pattern FAMILIES =
      Pattern.compile("(LLMSPELL|EMAIL|DATABASE|WEBSEARCH)_.*|(BRAVE|SERPAPI|SERPERDEV)_API_KEY");
  private static final String NAME = "<NAME>";

  private EnvironmentOverrides() {}

  /**
   * The settings of the variables that are set; empty when there are none. An empty variable counts
   * as not set. Of two names for one key, the later one in the table wins.
   */
  static Optional<Layer> layer(Map<String, String> environment, Supplier<Keys> keys) {
    if (environment.keySet().stream().noneMatch(EnvironmentOverrides::mayBeSetting)) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> values = Tree.create();
    Map<List<String>, String> names = new HashMap<>();
    Set<String> exact = new HashSet<>();
    for (Key key : keys.get().all()) {
      for (Key.Variable variable : key.variables()) {
        exact.add(variable.name());
        if (!variable.name().contains(NAME)) {
          put(values, names, key.path(), variable, variable.name(), environment);
        }
      }
    }
    for (Key key : keys.get().all()) {
      for (Key.Variable variable : key.variables()) {
        if (variable.name().contains(NAME)) {
          family(values, names, key, variable, environment, exact);
        }
      }
    }
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(Layer.named(Layer.ENVIRONMENT, values, names));
  }

  private static boolean mayBeSetting(String variable) {
    return !NO_SETTINGS.contains(variable) && FAMILIES.matcher(variable).matches();
  }

  /** A variable for each provider, such as {@code LLMSPELL_OPENAI_MODEL}. */
  private static void family(
      Map<String, @Nullable Object> values,
      Map<List<String>, String> names,
      Key key,
      Key.Variable variable,
      Map<String, String> environment,
      Set<String> exact) {
    Pattern pattern = Pattern.compile(variable.name().replace(NAME, "([A-Z0-9]+)"));
    for (String name : environment.keySet()) {
      Matcher matcher = pattern.matcher(name);
      if (!exact.contains(name) && matcher.matches()) {
        String own = matcher.group(1).toLowerCase(Locale.ROOT);
        List<String> path = key.path().stream().map(part -> part.equals("*") ? own : part).toList();
        put(values, names, path, variable, name, environment);
      }
    }
  }

  private static void put(
      Map<String, @Nullable Object> values,
      Map<List<String>, String> names,
      List<String> path,
      Key.Variable variable,
      String name,
      Map<String, String> environment) {
    String text = environment.getOrDefault(name, "");
    if (!text.isEmpty()) {
      Tree.set(values, path, variable.conversion().convert(name, text));
      names.put(path, name);
    }
  }
}
