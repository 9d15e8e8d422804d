package org.llmspell.providers.mistral;

import org.llmspell.providers.contract.VendorContract;
import org.llmspell.providers.contract.VendorRig;

class MistralProviderTest implements VendorContract {

  @Override
  public VendorRig open() {
    return VendorRig.open(new MistralDialect(), MistralProvider::new, MistralProvider::close);
  }
}
