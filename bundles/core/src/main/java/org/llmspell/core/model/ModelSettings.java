package org.llmspell.core.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.secret.Secret;

/**
 * What a provider needs to know to speak to a model: the settings of the operator, with what the
 * caller asked for on top.
 *
 * @param name the provider and the model; the provider's name is the one by which it was asked for
 * @param baseUrl where to reach it, without a slash at the end; null for the provider's own
 * @param guarded whether the address comes from a caller and not from the operator: then it is only
 *     reached through {@link org.llmspell.core.security.guard.NetworkGuard}
 * @param apiKey the key, closed by whoever has made this value; null when there is none
 * @param timeout how long one request may take; for a stream, until the next piece of it
 * @param extra further settings, as the vendor names them
 */
public record ModelSettings(
    ModelName name,
    @Nullable String baseUrl,
    boolean guarded,
    @Nullable Secret apiKey,
    Duration timeout,
    Map<String, @Nullable Object> extra) {

  /** Copies the map. */
  public ModelSettings(
      ModelName name,
      @Nullable String baseUrl,
      boolean guarded,
      @Nullable Secret apiKey,
      Duration timeout,
      Map<String, @Nullable Object> extra) {
    this.name = name;
    this.baseUrl = baseUrl;
    this.guarded = guarded;
    this.apiKey = apiKey;
    this.timeout = timeout;
    this.extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
  }

  /** The same without the key, for what outlives it. */
  public ModelSettings withoutKey() {
    return new ModelSettings(name, baseUrl, guarded, null, timeout, extra);
  }

  /** A text of the further settings; empty when it is missing or no text. */
  public Optional<String> text(String key) {
    return extra.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }
}
