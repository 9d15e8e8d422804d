package org.llmspell.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelSettings;
import org.llmspell.providers.contract.FakeVendor;
import org.llmspell.providers.contract.Guards;
import org.llmspell.providers.contract.VendorContract;
import org.llmspell.providers.contract.VendorRig;

class OpenAiProviderTest implements VendorContract {

  @Override
  public VendorRig open() {
    return VendorRig.open(new OpenAiDialect(), OpenAiProvider::new, OpenAiProvider::close);
  }

  @Test
  void aServerWithoutKeysGetsNone() {
    var provider = new CompatibleProvider(Guards.network(), Guards.redactor());
    try (var server = new FakeVendor()) {
      server.answers(new OpenAiDialect().text("fine"));

      provider
          .model(settings(server.url() + "/some/path/"))
          .generate(ModelRequest.of("hello"), ExecutionContext.create());

      assertThat(server.last().header("Authorization")).isEmpty();
      assertThat(server.last().path()).isEqualTo("/some/path/chat/completions");
      assertThat(server.last().body()).contains("\"top_p\"");
    }
    provider.close();
  }

  @Test
  void anAddressIsNeededWhereThereIsNoneByDefault() {
    var provider = new CompatibleProvider(Guards.network(), Guards.redactor());

    assertThatThrownBy(() -> provider.model(settings(null)))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("providers.local.base_url");
  }

  @Test
  void aPolicyWithoutNetworkHoldsForTheOperatorsAddressToo() {
    var provider = new OpenAiProvider(Guards.off(), Guards.redactor());
    try (var server = new FakeVendor()) {
      var model = provider.model(settings(server.url()));

      assertThatThrownBy(() -> model.generate(ModelRequest.of("hello"), ExecutionContext.create()))
          .hasMessageContaining("Network access is off");
      assertThat(server.received()).isEmpty();
    }
  }

  private static ModelSettings settings(@org.jspecify.annotations.Nullable String url) {
    return new ModelSettings(
        new ModelName("local", "m"),
        url,
        false,
        null,
        Duration.ofSeconds(30),
        Map.of("top_p", 0.5));
  }

  @Test
  void knowsHowLongConversationsMayBe() {
    assertThat(new OpenAiFamily("").capabilities("gpt-4-turbo-2024").maxContextTokens())
        .isEqualTo(128_000);
    assertThat(new OpenAiFamily("").capabilities("gpt-4-0613").maxContextTokens()).isEqualTo(8_192);
    assertThat(new OpenAiFamily("").capabilities("other").maxContextTokens()).isNull();
  }
}
