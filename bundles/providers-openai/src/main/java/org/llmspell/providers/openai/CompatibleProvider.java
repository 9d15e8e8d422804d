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

/** The provider {@code openai-compatible}. */
@Component
@ModelProviderSpec(
    name = "openai-compatible",
    aliases = {"lmstudio", "vllm", "llamacpp"},
    key_required = false,
    description = "Any server that speaks OpenAI's language; needs a base_url")
public final class CompatibleProvider implements ModelProvider {
  static final String URL = "";

  private final Vendor vendor;

  /** Without connections; they are made when they are needed. */
  @Activate
  public CompatibleProvider(@Reference NetworkGuard network, @Reference SecretRedactor redactor) {
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
