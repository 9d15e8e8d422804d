package org.llmspell.providers.gemini;

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

/** The provider {@code gemini}. */
@Component
@ModelProviderSpec(
    name = "gemini",
    aliases = "google",
    key_variables = "GOOGLE_API_KEY",
    base_url = GeminiFamily.URL,
    default_model = "gemini-2.0-flash",
    description = "Models of Google Gemini")
public final class GeminiProvider implements ModelProvider {
  private final Vendor vendor;

  /** Without connections; they are made when they are needed. */
  @Activate
  public GeminiProvider(@Reference NetworkGuard network, @Reference SecretRedactor redactor) {
    this.vendor = new Vendor(new GeminiFamily(), network, redactor);
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
