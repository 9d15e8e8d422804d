package org.llmspell.secrets;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The environment variables that hold keys of services. */
final class EnvironmentSecrets {
  /** What 'keys load-env' looks for when nothing else is said. */
  static final String PREFIX = "LLMSPELL_API_KEY_";

  private static final List<String> PROVIDERS =
      List.of(
          "OPENAI",
          "ANTHROPIC",
          "COHERE",
          "GROQ",
          "PERPLEXITY",
          "TOGETHER",
          "GEMINI",
          "MISTRAL",
          "REPLICATE",
          "FIREWORKS");
  private static final Pattern OURS =
      Pattern.compile(
          "LLMSPELL_API_KEY_(?<a>.+)|LLMSPELL_PROVIDER_(?<b>.+)_API_KEY|LLMSPELL_(?<c>.+)_API_KEY");

  private EnvironmentSecrets() {}

  /** The variable in which the key of a service is; the first that is set. */
  static Optional<String> find(Map<String, String> environment, String service) {
    String name = service.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    return List.of(
            PREFIX + name,
            "LLMSPELL_PROVIDER_" + name + "_API_KEY",
            "LLMSPELL_" + name + "_API_KEY",
            name + "_API_KEY",
            name + "_API_TOKEN")
        .stream()
        .filter(variable -> isSet(environment, variable))
        .findFirst();
  }

  static boolean isSet(Map<String, String> environment, String variable) {
    return !environment.getOrDefault(variable, "").isBlank();
  }

  /**
   * The variables with keys, by service: ours for any service, and those of the usual providers.
   */
  static Map<String, String> all(Map<String, String> environment) {
    Map<String, String> found = new TreeMap<>();
    for (String variable : environment.keySet()) {
      Matcher matcher = OURS.matcher(variable);
      if (matcher.matches() && isSet(environment, variable)) {
        String name =
            Optional.ofNullable(matcher.group("a"))
                .or(() -> Optional.ofNullable(matcher.group("b")))
                .orElseGet(() -> matcher.group("c"));
        add(found, environment, name);
      }
    }
    PROVIDERS.forEach(name -> add(found, environment, name));
    return found;
  }

  private static void add(Map<String, String> found, Map<String, String> environment, String name) {
    String service = name.toLowerCase(Locale.ROOT);
    find(environment, service).ifPresent(variable -> found.put(service, variable));
  }
}
