package org.llmspell.providers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ProviderInfo;

/**
 * What is known about the providers at one moment.
 *
 * @param scripted the models that scripts have defined
 * @param kept what keys there are for
 */
record Catalogue(
    AllSettings settings, ProviderTable table, Keys keys, List<String> scripted, Set<String> kept) {
  private static final ModelCapabilities NONE =
      new ModelCapabilities(false, false, false, false, null, null);

  /** Those that are configured or have a key, and {@code scripted} when there is a model of it. */
  List<ProviderInfo> usable() {
    Set<String> names = new TreeSet<>(settings.providers().keySet());
    for (Description description : table.all()) {
      var own = ProviderSettings.none(description.name());
      if (description.listed() && description.keyRequired() && keys.has(own, description, kept)) {
        names.add(description.name());
      }
    }
    if (!scripted.isEmpty()) {
      names.add(ScriptedProvider.NAME);
    }
    return names.stream().map(this::find).flatMap(Optional::stream).toList();
  }

  /** One of them, whether it can be used or not. */
  Optional<ProviderInfo> find(String name) {
    ProviderSettings own = settings.of(name);
    Optional<Description> description = table.find(own.type());
    if (description.isEmpty() && !settings.providers().containsKey(name)) {
      return Optional.empty();
    }
    return Optional.of(
        new ProviderInfo(
            name,
            description.map(Description::name).orElse(own.type()),
            description.map(Description::text).orElse(""),
            own.enabled(),
            problem(own, description),
            description.map(Description::capabilities).orElse(NONE),
            own.baseUrl()
                .or(() -> description.map(Description::baseUrl))
                .filter(u -> !u.isEmpty())
                .orElse(null),
            model(own, description).orElse(null),
            models(own)));
  }

  private List<String> models(ProviderSettings own) {
    if (own.type().equals(ScriptedProvider.NAME)) {
      return scripted;
    }
    List<String> models = new ArrayList<>(own.model().stream().toList());
    if (own.extra().get("models") instanceof String[] more) {
      models.addAll(List.of(more));
    }
    return models;
  }

  private @Nullable String problem(ProviderSettings own, Optional<Description> found) {
    if (!own.enabled()) {
      return "It is switched off: set providers.%s.enabled = true to use it".formatted(own.name());
    }
    if (found.isEmpty()) {
      return "There is no provider of type '%s': set providers.%s.provider_type, or install a bundle with it"
          .formatted(own.type(), own.name());
    }
    Description description = found.get();
    boolean elsewhere =
        own.baseUrl().isPresent()
            && !Addresses.sameOrigin(own.baseUrl().get(), description.baseUrl());
    return description.keyRequired() && !elsewhere && !keys.has(own, description, kept)
        ? Keys.missing(own, description)
        : null;
  }

  Optional<ModelName> defaultModel(String name) {
    ProviderSettings own = settings.of(name);
    return model(own, table.find(own.type())).map(model -> new ModelName(name, model));
  }

  private static Optional<String> model(ProviderSettings own, Optional<Description> description) {
    return own.model()
        .map(model -> withoutProvider(model, own))
        .or(() -> description.map(Description::defaultModel).filter(model -> !model.isEmpty()));
  }

  /** Some write the provider into the setting as well. */
  private static String withoutProvider(String model, ProviderSettings own) {
    String prefix = own.name() + "/";
    return model.startsWith(prefix) ? model.substring(prefix.length()) : model;
  }
}
