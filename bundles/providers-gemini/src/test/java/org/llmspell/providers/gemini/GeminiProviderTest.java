package org.llmspell.providers.gemini;

import org.llmspell.providers.contract.VendorContract;
import org.llmspell.providers.contract.VendorRig;

class GeminiProviderTest implements VendorContract {

  @Override
  public VendorRig open() {
    return VendorRig.open(new GeminiDialect(), GeminiProvider::new, GeminiProvider::close);
  }
}
