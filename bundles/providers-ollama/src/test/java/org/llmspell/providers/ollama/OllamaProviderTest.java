package org.llmspell.providers.ollama;

import org.llmspell.providers.contract.VendorContract;
import org.llmspell.providers.contract.VendorRig;

class OllamaProviderTest implements VendorContract {

  @Override
  public VendorRig open() {
    return VendorRig.open(new OllamaDialect(), OllamaProvider::new, OllamaProvider::close);
  }
}
