package org.llmspell.providers;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operator has set for one provider.
 *
 * @param name the name by which models are asked for
 * @param type the provider behind it
 * @param apiKey the key itself; toString does not show it
 * @param apiKeyVariable the environment variable with the key
 * @param model the model to use when none is named
 * @param maxTokens the longest answer when a request does not say
 * @param requestsPerMinute how many requests are made in a minute at most
 * @param waitsForRate whether a request that is too much waits; otherwise it fails
 * @param extra {@code options} and whatever else is set, as the vendor names it
 */
record ProviderSettings(
    String name,
    String type,
    boolean enabled,
    Optional<String> baseUrl,
    Optional<String> apiKey,
    Optional<String> apiKeyVariable,
    Optional<String> model,
    Optional<Integer> maxTokens,
    Duration timeout,
    RetryRule retry,
    Optional<Integer> requestsPerMinute,
    boolean waitsForRate,
    Map<String, @Nullable Object> extra) {

  static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Nothing is set. */
  static ProviderSettings none(String name) {
    return new ProviderSettings(
        name,
        name,
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        TIMEOUT,
        RetryRule.DEFAULT,
        Optional.empty(),
        true,
        Map.of());
  }

  @Override
  public String toString() {
    return "ProviderSettings[%s, %s]".formatted(name, type);
  }
}
