package org.llmspell.providers.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequest;
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

/** A model of a vendor. Each request has an exchange of its own over the vendor's connections. */
final class VendorModel implements LanguageModel {
  private final Family family;
  private final Transport transport;
  private final ModelSettings settings;
  private final @Nullable String key;
  private final Clients.Client models;
  private final Refusals refusals;

  VendorModel(
      Family family,
      Transport transport,
      ModelSettings settings,
      @Nullable String key,
      Clients.Client models) {
    this.family = family;
    this.transport = transport;
    this.settings = settings;
    this.key = key;
    this.models = models;
    this.refusals = new Refusals(settings.name(), key, transport.redactor(), settings.timeout());
  }

  @Override
  public ModelCapabilities capabilities() {
    return family.capabilities(settings.name().model());
  }

  private CallHttpClient client(ExecutionContext context) {
    return new CallHttpClient(
        new Sender(transport, context, settings.guarded(), settings.timeout(), key),
        refusals,
        family.lines());
  }

  @Override
  public ModelReply generate(ModelRequest request, ExecutionContext context) {
    long start = System.nanoTime();
    CallHttpClient client = client(context);
    try {
      ChatRequest asked = ToVendor.request(request, family.jsonMode());
      ChatResponse response = SharedClient.within(client, () -> models.chat().chat(asked));
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
            SharedClient.within(
                client,
                () -> {
                  models.streaming().chat(ToVendor.request(request, family.jsonMode()), handler);
                  return true;
                }),
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
