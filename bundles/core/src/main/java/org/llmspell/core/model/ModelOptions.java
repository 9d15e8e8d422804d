package org.llmspell.core.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.secret.Secret;

/**
 * What a caller wants to be different from the operator's settings of a provider.
 *
 * @param baseUrl another address; the network policy of each call's context decides whether it may
 *     be reached; null for that of the settings. The operator's key is never sent to it: give a key
 *     along when it needs one
 * @param apiKey another key, which the caller closes when the model is not used any more; null for
 *     that of the settings
 * @param timeout how long one request may take, or a stream until its next piece; null for that of
 *     the settings
 * @param maxRetries how often a request is repeated at most; null for that of the settings
 * @param extra further settings, as the vendor names them; they come before those of the operator
 */
public record ModelOptions(
    @Nullable String baseUrl,
    @Nullable Secret apiKey,
    @Nullable Duration timeout,
    @Nullable Integer maxRetries,
    Map<String, @Nullable Object> extra) {

  /** Nothing special. */
  public static final ModelOptions NONE = new ModelOptions(null, null, null, null, Map.of());

  /** Copies the map. */
  public ModelOptions(
      @Nullable String baseUrl,
      @Nullable Secret apiKey,
      @Nullable Duration timeout,
      @Nullable Integer maxRetries,
      Map<String, @Nullable Object> extra) {
    this.baseUrl = baseUrl;
    this.apiKey = apiKey;
    this.timeout = timeout;
    this.maxRetries = maxRetries;
    this.extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
  }

  /** With another address. */
  public ModelOptions baseUrl(String url) {
    return new ModelOptions(url, apiKey, timeout, maxRetries, extra);
  }

  /** With another key. */
  public ModelOptions apiKey(Secret key) {
    return new ModelOptions(baseUrl, key, timeout, maxRetries, extra);
  }

  /** With another time limit. */
  public ModelOptions timeout(Duration time) {
    return new ModelOptions(baseUrl, apiKey, time, maxRetries, extra);
  }

  /** With another number of repetitions. */
  public ModelOptions maxRetries(int retries) {
    return new ModelOptions(baseUrl, apiKey, timeout, retries, extra);
  }

  /** With further settings instead of those of this value. */
  public ModelOptions extra(Map<String, ? extends @Nullable Object> settings) {
    return new ModelOptions(baseUrl, apiKey, timeout, maxRetries, new LinkedHashMap<>(settings));
  }
}
