package org.llmspell.providers.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelSettings;
import org.llmspell.core.model.ModelStream;

/** A model of a vendor. Each request has a client of its own over the vendor's connections. */
final class VendorModel implements LanguageModel {
  private final Family family;
  private final Transport transport;
  private final ModelSettings settings;
  private final String baseUrl;
  private final @Nullable String key;
  private final Refusals refusals;

  VendorModel(
      Family family,
      Transport transport,
      ModelSettings settings,
      String baseUrl,
      @Nullable String key) {
    this.family = family;
    this.transport = transport;
    this.settings = settings;
    this.baseUrl = baseUrl;
    this.key = key;
    this.refusals = new Refusals(settings.name(), key, transport.redactor(), settings.timeout());
  }

  @Override
  public ModelCapabilities capabilities() {
    return family.capabilities(settings.name().model());
  }

  private CallHttpClient client(ExecutionContext context) {
    return new CallHttpClient(
        new Sender(transport, context, settings.guarded(), settings.timeout()),
        refusals,
        family.lines());
  }

  private Family.Setup setup(CallHttpClient client) {
    return new Family.Setup(settings, baseUrl, key, client.builder());
  }

  @Override
  public ModelReply generate(ModelRequest request, ExecutionContext context) {
    long start = System.nanoTime();
    CallHttpClient client = client(context);
    try {
      ChatModel model = family.chat(setup(client));
      ChatResponse response = model.chat(ToVendor.request(request, family.jsonMode()));
      return FromVendor.reply(response, settings.name(), null, start);
    } catch (RuntimeException e) {
      throw translated(e, client);
    }
  }

  @Override
  public ModelStream stream(ModelRequest request, ExecutionContext context) {
    CallHttpClient client = client(context);
    return new VendorStream(
        settings.name(),
        client,
        handler ->
            family
                .streaming(setup(client))
                .chat(ToVendor.request(request, family.jsonMode()), handler),
        failure -> translated(failure, client),
        refusals::cutOff);
  }

  /** What is thrown for what the library throws. */
  private RuntimeException translated(Throwable thrown, CallHttpClient client) {
    RuntimeException own = client.failure();
    if (own != null) {
      return own;
    }
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SpellException || t instanceof CancellationException) {
        return (RuntimeException) t;
      }
      if (t instanceof dev.langchain4j.exception.UnsupportedFeatureException) {
        return SpellException.validation(
            "request",
            "%s: %s".formatted(settings.name(), refusals.clean(String.valueOf(t.getMessage()))));
      }
    }
    return refusals.senseless(thrown);
  }
}
