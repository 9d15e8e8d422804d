package org.llmspell.providers.contract;

import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelProvider;
import org.llmspell.core.model.ModelSettings;
import org.llmspell.core.secret.Secret;
import org.llmspell.core.security.guard.NetworkGuard;
import org.llmspell.core.security.guard.SecretRedactor;

/**
 * A provider and the server that it speaks to.
 *
 * @param server plays the vendor
 * @param dialect how the vendor writes
 * @param provider the provider
 * @param closer deactivates the provider
 */
public record VendorRig(FakeVendor server, Dialect dialect, ModelProvider provider, Runnable closer)
    implements AutoCloseable {

  /** The key that requests have. */
  public static final String KEY = "key-4711-0815-abcdefgh-secret";

  /**
   * A provider with a guard that lets the operator's address through.
   *
   * @param maker makes the component
   * @param closer deactivates it
   */
  public static <P extends ModelProvider> VendorRig open(
      Dialect dialect,
      BiFunction<NetworkGuard, SecretRedactor, P> maker,
      java.util.function.Consumer<P> closer) {
    P provider = maker.apply(Guards.network(), Guards.redactor());
    return new VendorRig(new FakeVendor(), dialect, provider, () -> closer.accept(provider));
  }

  /** A model that waits so long. */
  public LanguageModel model(Duration timeout) {
    return model(timeout, false);
  }

  /** A model, perhaps with an address that a caller has given. */
  public LanguageModel model(Duration timeout, boolean guarded) {
    return model(timeout, guarded, KEY);
  }

  /** A model with another key. */
  public LanguageModel model(String key) {
    return model(Duration.ofSeconds(60), false, key);
  }

  private LanguageModel model(Duration timeout, boolean guarded, String text) {
    try (var key = new Secret(text.toCharArray())) {
      return provider.model(
          new ModelSettings(
              new ModelName("vendor", "model-1"), server.url(), guarded, key, timeout, Map.of()));
    }
  }

  /** A model that waits long. */
  public LanguageModel model() {
    return model(Duration.ofSeconds(60));
  }

  @Override
  public void close() {
    closer.run();
    server.close();
  }
}
