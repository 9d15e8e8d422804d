package org.llmspell.providers.langchain4j;

import com.fasterxml.jackson.databind.type.TypeFactory;
import java.net.URI;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelSettings;
import org.llmspell.core.security.guard.NetworkGuard;
import org.llmspell.core.security.guard.SecretRedactor;

/**
 * A vendor with the connections to it. To be closed when the provider's component goes: then
 * nothing of it is left. Safe to share between threads.
 */
public final class Vendor implements AutoCloseable {
  private final Family family;
  private final Transport transport;
  private final Clients clients;

  /** Without connections yet. */
  public Vendor(Family family, NetworkGuard network, SecretRedactor redactor) {
    this.family = family;
    this.transport = new Transport(network, redactor);
    this.clients = new Clients(family);
  }

  /** A model; contacts nobody. */
  public LanguageModel model(ModelSettings settings) {
    String url = settings.baseUrl() == null ? family.baseUrl() : settings.baseUrl();
    if (url.isEmpty()) {
      throw SpellException.configuration(
          "Provider '%1$s' has no address: set providers.%1$s.base_url"
              .formatted(settings.name().provider()),
          null);
    }
    String key = settings.apiKey() == null ? null : settings.apiKey().use(String::new);
    return new VendorModel(
        family, transport, settings, key, clients.of(settings, withPath(url), key != null));
  }

  private String withPath(String url) {
    try {
      URI uri = URI.create(url);
      String path = uri.getPath();
      if (uri.getHost() == null) {
        throw new IllegalArgumentException("there is no host in it");
      }
      return path == null || path.isEmpty() || path.equals("/")
          ? url.replaceAll("/+$", "") + family.path()
          : url;
    } catch (IllegalArgumentException e) {
      throw SpellException.configuration(
          "base_url '%s' is no address: write it as https://host/path".formatted(url), e);
    }
  }

  @Override
  public void close() {
    transport.close();
    clients.clear();
    // Jackson remembers types for all its users, and with them the classes of this bundle.
    TypeFactory.defaultInstance().clearCache();
  }
}
