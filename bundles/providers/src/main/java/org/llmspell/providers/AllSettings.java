package org.llmspell.providers;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * The section {@code providers} of the settings. It arrives as properties of a configuration, whose
 * keys begin with a dot, so that they do not become properties of a service.
 *
 * @param defaultProvider the provider of models without one
 * @param recordings the folder of recordings
 * @param providers by name, in lower case
 */
record AllSettings(
    Optional<String> defaultProvider,
    Optional<String> recordings,
    Map<String, ProviderSettings> providers) {
  private static final String SECTION = "providers.";
  private static final Set<String> KNOWN =
      Set.of(
          "name",
          "provider_type",
          "enabled",
          "base_url",
          "api_key",
          "api_key_env",
          "model",
          "default_model",
          "max_tokens",
          "timeout_seconds",
          "max_retries");

  static final AllSettings NONE = new AllSettings(Optional.empty(), Optional.empty(), Map.of());

  /**
   * Reads properties such as {@code .openai.base_url} and {@code .providers.openai.base_url}.
   *
   * @throws SpellException of kind Configuration that names the setting which makes no sense
   */
  static AllSettings of(Map<String, ?> properties) {
    Optional<String> byDefault = Optional.empty();
    Optional<String> recordings = Optional.empty();
    Map<String, Map<String, @Nullable Object>> sections = new TreeMap<>();
    for (var property : properties.entrySet()) {
      String key = property.getKey();
      if (!key.startsWith(".")) {
        continue;
      }
      String path = key.substring(1);
      if (path.equals("default_provider")) {
        byDefault = Optional.of(String.valueOf(property.getValue()).toLowerCase(Locale.ROOT));
        continue;
      }
      if (path.equals("recordings")) {
        recordings = Optional.of(String.valueOf(property.getValue()));
        continue;
      }
      boolean nested = path.startsWith(SECTION);
      String rest = nested ? path.substring(SECTION.length()) : path;
      int dot = rest.indexOf('.');
      if (dot > 0) {
        Map<String, @Nullable Object> section =
            sections.computeIfAbsent(
                rest.substring(0, dot).toLowerCase(Locale.ROOT), _ -> new LinkedHashMap<>());
        String name = rest.substring(dot + 1);
        if (nested) {
          section.putIfAbsent(name, property.getValue());
        } else {
          section.put(name, property.getValue());
        }
      }
    }
    Map<String, ProviderSettings> providers = new TreeMap<>();
    for (Map.Entry<String, Map<String, @Nullable Object>> section : sections.entrySet()) {
      providers.put(section.getKey(), new Section(section.getKey(), section.getValue()).read());
    }
    return new AllSettings(byDefault.filter(name -> !name.isBlank()), recordings, providers);
  }

  /** What is set for a name; nothing when it is not named. */
  ProviderSettings of(String name) {
    ProviderSettings known = providers.get(name);
    return known == null ? ProviderSettings.none(name) : known;
  }

  /** The settings of one provider. */
  private record Section(String name, Map<String, @Nullable Object> values) {

    ProviderSettings read() {
      Map<String, @Nullable Object> extra = new LinkedHashMap<>();
      values.forEach((key, value) -> {
        if (key.startsWith("options.")) {
          extra.put(key.substring("options.".length()), value);
        } else if (!KNOWN.contains(key)
            && !key.startsWith("retry.")
            && !key.startsWith("rate_limit.")) {
          extra.putIfAbsent(key, value);
        }
      });
      int retries =
          number("retry.max_retries", 0)
              .or(() -> number("max_retries", 0))
              .map(Math::toIntExact)
              .orElse(RetryRule.DEFAULT.maxRetries());
      return new ProviderSettings(
          name,
          text("provider_type").orElse(name).toLowerCase(Locale.ROOT),
          flag("enabled").orElse(true),
          text("base_url").map(Addresses::trimmed),
          text("api_key"),
          text("api_key_env"),
          text("model").or(() -> text("default_model")),
          number("max_tokens", 1).map(Math::toIntExact),
          number("timeout_seconds", 1).map(Duration::ofSeconds).orElse(ProviderSettings.TIMEOUT),
          new RetryRule(
              retries,
              millis("retry.initial_delay_ms", RetryRule.DEFAULT.initialDelay()),
              millis("retry.max_delay_ms", RetryRule.DEFAULT.maxDelay()),
              real("retry.backoff_multiplier").orElse(RetryRule.DEFAULT.multiplier())),
          number("rate_limit.requests_per_minute", 1).map(Math::toIntExact),
          flag("rate_limit.auto_retry").orElse(true),
          extra);
    }

    private Optional<String> text(String key) {
      return read(key, String.class, "text").map(String::strip).filter(text -> !text.isEmpty());
    }

    private Optional<Boolean> flag(String key) {
      return read(key, Boolean.class, "true or false");
    }

    private Optional<Double> real(String key) {
      Optional<Double> number = read(key, Number.class, "a number").map(Number::doubleValue);
      if (number.isPresent() && number.get() < 1) {
        throw refusal(key, number.get(), "1 or more");
      }
      return number;
    }

    private Optional<Long> number(String key, int least) {
      Optional<Long> number = read(key, Number.class, "a number").map(Number::longValue);
      if (number.isPresent() && (number.get() < least || number.get() > 1_000_000_000)) {
        throw refusal(key, number.get(), "%d or more".formatted(least));
      }
      return number;
    }

    private Duration millis(String key, Duration otherwise) {
      return number(key, 0).map(Duration::ofMillis).orElse(otherwise);
    }

    private <T> Optional<T> read(String key, Class<T> type, String wanted) {
      Object value = values.get(key);
      if (value == null) {
        return Optional.empty();
      }
      if (!type.isInstance(value)) {
        throw refusal(key, key.equals("api_key") ? "no text" : value, wanted);
      }
      return Optional.of(type.cast(value));
    }

    private SpellException refusal(String key, Object value, String wanted) {
      return SpellException.configuration(
          "Setting 'providers.%s.%s' is '%s' but must be %s".formatted(name, key, value, wanted),
          null);
    }
  }
}
