package org.llmspell.providers.ollama;

import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelProvider;
import org.llmspell.core.model.ModelProviderSpec;
import org.llmspell.core.model.ModelSettings;
import org.llmspell.core.security.guard.NetworkGuard;
import org.llmspell.core.security.guard.SecretRedactor;
import org.llmspell.providers.langchain4j.Vendor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The provider {@code ollama}. */
@Component
@ModelProviderSpec(
    name = "ollama",
    base_url = OllamaFamily.URL,
    key_required = false,
    description = "Models on a machine of your own, by Ollama")
public final class OllamaProvider implements ModelProvider {
  private final Vendor vendor;

  /** Without connections; they are made when they are needed. */
  @Activate
  public OllamaProvider(@Reference NetworkGuard network, @Reference SecretRedactor redactor) {
    this.vendor = new Vendor(new OllamaFamily(), network, redactor);
  }

  @Override
  public LanguageModel model(ModelSettings settings) {
    return vendor.model(settings);
  }

  @Deactivate
  void close() {
    vendor.close();
  }
}
