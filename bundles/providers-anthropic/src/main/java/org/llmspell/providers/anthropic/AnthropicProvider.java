package org.llmspell.providers.anthropic;

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

/** The provider {@code anthropic}. */
@Component
@ModelProviderSpec(
    name = "anthropic",
    aliases = "claude",
    base_url = AnthropicFamily.URL,
    default_model = "claude-3-5-sonnet-20241022",
    description = "Models of Anthropic")
public final class AnthropicProvider implements ModelProvider {
  private final Vendor vendor;

  /** Without connections; they are made when they are needed. */
  @Activate
  public AnthropicProvider(@Reference NetworkGuard network, @Reference SecretRedactor redactor) {
    this.vendor = new Vendor(new AnthropicFamily(), network, redactor);
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
