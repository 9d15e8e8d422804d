package org.llmspell.core.model;

import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Speaks to one vendor of language models: a service, described by {@link ModelProviderSpec}, that
 * comes and goes while the container runs. Safe to share between threads.
 *
 * <p>An instance may hold connections for all its models; it closes them when it is deactivated.
 * {@link ModelRegistry} lets calls that are under way end before that.
 *
 * <pre>{@code
 * @Component
 * @ModelProviderSpec(name = "acme", description = "Models of Acme")
 * public final class AcmeProvider implements ModelProvider { ... }
 * }</pre>
 */
@ConsumerType
public interface ModelProvider {

  /**
   * Gives a model without contacting anybody. Called before each request, so it is quick; the model
   * is used for that request and may be given out again for equal settings.
   *
   * @param settings what to use; the key in them is only valid until this method returns
   * @throws SpellException of kind Configuration or Validation when the settings make no sense
   */
  LanguageModel model(ModelSettings settings);
}
