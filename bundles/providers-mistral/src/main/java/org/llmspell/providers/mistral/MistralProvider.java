package org.llmspell.providers.mistral;

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

/** The provider {@code mistral}. */
@Component
@ModelProviderSpec(
    name = "mistral",
    aliases = "mistralai",
    base_url = MistralFamily.URL,
    default_model = "mistral-small-latest",
    description = "Models of Mistral")
public final class MistralProvider implements ModelProvider {
  private final Vendor vendor;

  /** Without connections; they are made when they are needed. */
  @Activate
  public MistralProvider(@Reference NetworkGuard network, @Reference SecretRedactor redactor) {
    this.vendor = new Vendor(new MistralFamily(), network, redactor);
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
