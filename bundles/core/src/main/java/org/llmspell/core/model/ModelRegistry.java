package org.llmspell.core.model;

import java.util.List;
import java.util.Optional;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The way to language models. Safe to share between threads.
 *
 * <p>Besides the providers that are services there are {@code scripted}, whose replies a script
 * defines, {@code mock}, which answers {@code Answer to: ...}, and {@code record} and {@code
 * replay}, which keep real traffic in a file and serve it.
 */
@ProviderType
public interface ModelRegistry {

  /**
   * A model by its name. Nothing is looked up or contacted yet: the model that is returned finds
   * its provider, its settings and its key anew for each request, so it stays valid when the
   * provider is replaced or its settings change. A request in the gap of a replacement waits for
   * it, up to 5 seconds. Requests that fail in passing are repeated, as long as no piece of the
   * answer was given out.
   *
   * @param name {@code provider/model}; without a slash, a model of the default provider
   * @throws SpellException of kind Configuration when the name is empty or not complete
   */
  LanguageModel model(String name, ModelOptions options);

  /**
   * Reads the name of a model. Without a slash it belongs to the default provider, or to {@code
   * openai} when there is none.
   *
   * @throws SpellException of kind Configuration when the name is empty or not complete
   */
  ModelName resolve(String name);

  /**
   * The model to use when none is named: that of the default provider. Empty when the settings name
   * no provider, or no model for it and the provider has none of its own.
   */
  Optional<ModelName> defaultModel();

  /** The model to use of a provider when none is named; empty when there is none. */
  Optional<ModelName> defaultModel(String provider);

  /**
   * The providers that are configured or have a key, by name. Loads no class of a provider and
   * contacts nobody.
   */
  List<ProviderInfo> providers();

  /** What is known about a provider, configured or not; empty when there is none of this name. */
  Optional<ProviderInfo> provider(String name);
}
