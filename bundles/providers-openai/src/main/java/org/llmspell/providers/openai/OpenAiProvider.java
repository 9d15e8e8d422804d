package org.llmspell.providers.openai;

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

/** The provider {@code openai}. */
@Component
@ModelProviderSpec(
    name = "openai",
    base_url = OpenAiProvider.URL,
    default_model = "gpt-4o-mini",
    description = "Models of OpenAI")
public final class OpenAiProvider implements ModelProvider {
  static final String URL = "https://api.openai.com/v1";

  private final Vendor vendor;

  /** Without connections; they are made when they are needed. */
  @Activate
  public OpenAiProvider(@Reference NetworkGuard network, @Reference SecretRedactor redactor) {
    this.vendor = new Vendor(new OpenAiFamily(URL), network, redactor);
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
