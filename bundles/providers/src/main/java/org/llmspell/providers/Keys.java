package org.llmspell.providers;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.secret.Secret;
import org.llmspell.core.secret.SecretInfo;
import org.llmspell.core.secret.SecretStore;

/**
 * Looks keys of providers up: in the settings, in the environment, and among the keys that are
 * kept.
 */
final class Keys {
  private final Map<String, String> environment;
  private volatile Optional<SecretStore> store = Optional.empty();

  Keys(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  void store(SecretStore newStore) {
    store = Optional.of(newStore);
  }

  void removeStore(SecretStore oldStore) {
    if (store.filter(known -> known == oldStore).isPresent()) {
      store = Optional.empty();
    }
  }

  /** The key, which the caller closes. */
  Optional<Secret> find(ProviderSettings settings, Description description) {
    return settings
        .apiKey()
        .map(text -> new Secret(text.toCharArray()))
        .or(() -> inEnvironment(settings, description))
        .or(() -> kept(settings, description));
  }

  private Optional<Secret> inEnvironment(ProviderSettings settings, Description description) {
    return variables(settings, description).stream()
        .map(variable -> environment.getOrDefault(variable, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst()
        .map(value -> new Secret(value.toCharArray()));
  }

  private Optional<Secret> kept(ProviderSettings settings, Description description) {
    return store.flatMap(secrets ->
        services(settings, description).stream()
            .map(secrets::find)
            .flatMap(Optional::stream)
            .findFirst());
  }

  private static Set<String> services(ProviderSettings settings, Description description) {
    return new LinkedHashSet<>(List.of(settings.name(), description.name()));
  }

  /** The environment variables that are looked at, the first one first. */
  static Set<String> variables(ProviderSettings settings, Description description) {
    Stream<String> usual =
        services(settings, description).stream()
            .map(name -> name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
            .flatMap(name -> Stream.of("LLMSPELL_" + name + "_API_KEY", name + "_API_KEY"));
    return Stream.of(settings.apiKeyVariable().stream(), usual, description.keyVariables().stream())
        .flatMap(all -> all)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** What there are keys for; nothing is given out, and no use is noted. */
  Set<String> known() {
    return store
        .map(secrets ->
            secrets.list(environment).stream().map(SecretInfo::service).collect(Collectors.toSet()))
        .orElse(Set.of());
  }

  /**
   * Whether there is a key.
   *
   * @param known what {@link #known} has said
   */
  boolean has(ProviderSettings settings, Description description, Set<String> known) {
    return settings.apiKey().isPresent()
        || variables(settings, description).stream()
            .anyMatch(variable -> !environment.getOrDefault(variable, "").isBlank())
        || services(settings, description).stream().anyMatch(known::contains);
  }

  /** What is wrong when there is no key, and what to do. */
  static String missing(ProviderSettings settings, Description description) {
    List<String> variables = List.copyOf(variables(settings, description));
    return "There is no API key for provider '%s': set the environment variable %s, or keep it with 'llmspell keys add %s'"
        .formatted(settings.name(), String.join(" or ", variables), settings.name());
  }

  static SpellException noKey(ProviderSettings settings, Description description) {
    return SpellException.configuration(missing(settings, description), null);
  }
}
