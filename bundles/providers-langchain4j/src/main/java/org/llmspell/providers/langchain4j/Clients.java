package org.llmspell.providers.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelSettings;

/**
 * LangChain4j's models for the settings that are in use. To make one costs more than a request does
 * besides, so they are kept, the last ones that were used; keys are not in them, see {@link
 * Sender}. Safe to share between threads.
 */
final class Clients {
  private static final int KEPT = 64;

  private final Family family;
  private final Map<Kind, Client> known = new LinkedHashMap<>(16, 0.75f, true);

  Clients(Family family) {
    this.family = family;
  }

  /** What a model is made of. */
  private record Kind(
      ModelName name,
      String baseUrl,
      boolean keyed,
      Duration timeout,
      Map<String, @Nullable Object> extra) {}

  /** The models of one kind, made when they are needed. */
  final class Client {
    private final Family.Setup setup;
    private @Nullable ChatModel chat;
    private @Nullable StreamingChatModel streaming;

    private Client(Family.Setup setup) {
      this.setup = setup;
    }

    /** For whole answers. */
    synchronized ChatModel chat() {
      ChatModel made = chat;
      if (made == null) {
        made = family.chat(setup);
        chat = made;
      }
      return made;
    }

    /** For answers in pieces. */
    synchronized StreamingChatModel streaming() {
      StreamingChatModel made = streaming;
      if (made == null) {
        made = family.streaming(setup);
        streaming = made;
      }
      return made;
    }
  }

  /** The models for some settings. */
  synchronized Client of(ModelSettings settings, String baseUrl, boolean keyed) {
    var kind = new Kind(settings.name(), baseUrl, keyed, settings.timeout(), settings.extra());
    Client client = known.get(kind);
    if (client == null) {
      var setup =
          new Family.Setup(
              settings.withoutKey(),
              baseUrl,
              keyed ? Sender.KEY : null,
              new SharedClient.Builder());
      client = new Client(setup);
      known.put(kind, client);
      if (known.size() > KEPT) {
        Iterator<Kind> oldest = known.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }
    return client;
  }

  synchronized void clear() {
    known.clear();
  }
}
