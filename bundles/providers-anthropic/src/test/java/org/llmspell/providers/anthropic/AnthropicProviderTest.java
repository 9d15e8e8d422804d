package org.llmspell.providers.anthropic;

import org.llmspell.providers.contract.VendorContract;
import org.llmspell.providers.contract.VendorRig;

class AnthropicProviderTest implements VendorContract {

  @Override
  public VendorRig open() {
    return VendorRig.open(new AnthropicDialect(), AnthropicProvider::new, AnthropicProvider::close);
  }
}
