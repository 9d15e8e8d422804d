package org.llmspell.providers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelOptions;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelSettings;
import org.llmspell.core.secret.Secret;

/**
 * The operator's settings with those of a caller on top.
 *
 * @param description what the provider says of itself; empty while it is away
 */
record LiveRoute(
    ModelName name,
    ModelOptions options,
    ProviderSettings settings,
    Optional<Description> description,
    Keys keys)
    implements ModelHandle.Route {

  LiveRoute {
    if (!settings.enabled()) {
      throw new SpellException(
          new ErrorKind.Configuration(),
          "Provider '%s' is switched off: set providers.%s.enabled = true to use it"
              .formatted(settings.name(), settings.name()));
    }
  }

  @Override
  public String type() {
    return settings.type();
  }

  @Override
  public RetryRule retry() {
    if (!description.map(Description::remote).orElse(true)) {
      return RetryRule.NEVER;
    }
    Integer own = options.maxRetries();
    return own == null ? settings.retry() : settings.retry().withMaxRetries(own);
  }

  @Override
  public ModelRequest completed(ModelRequest request) {
    Optional<Integer> most = settings.maxTokens();
    return request.maxTokens() != null || most.isEmpty()
        ? request
        : request.toBuilder().maxTokens(most.get()).build();
  }

  @Override
  public <T> T settings(Function<ModelSettings, T> use) {
    Description known =
        description.orElseThrow(() -> new IllegalStateException("The provider is away"));
    String asked = options.baseUrl() == null ? null : Addresses.checked(options.baseUrl());
    String operators =
        settings.baseUrl().orElse(known.baseUrl().isEmpty() ? null : known.baseUrl());
    boolean guarded =
        asked != null && (operators == null || !Addresses.sameOrigin(asked, operators));
    Secret given = options.apiKey();
    if (given != null) {
      return use.apply(settings(asked, guarded, given));
    }
    // The operator's key goes to the operator's address only: a script could ask for it otherwise.
    Optional<Secret> found = guarded ? Optional.empty() : keys.find(settings, known);
    if (found.isEmpty() && known.keyRequired() && !guarded && isOwnAddress(known)) {
      throw Keys.noKey(settings, known);
    }
    try (Secret key = found.orElse(null)) {
      return use.apply(settings(asked, guarded, key));
    }
  }

  /** Servers elsewhere that speak the same language often want no key. */
  private boolean isOwnAddress(Description known) {
    return settings.baseUrl().isEmpty()
        || Addresses.sameOrigin(settings.baseUrl().get(), known.baseUrl());
  }

  private ModelSettings settings(@Nullable String asked, boolean guarded, @Nullable Secret key) {
    Map<String, @Nullable Object> extra = new LinkedHashMap<>(settings.extra());
    extra.putAll(options.extra());
    return new ModelSettings(
        name,
        asked != null ? asked : settings.baseUrl().orElse(null),
        guarded,
        key,
        options.timeout() != null ? options.timeout() : settings.timeout(),
        extra);
  }
}
