package org.llmspell.providers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.model.FinishReason;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelChunk;
import org.llmspell.core.model.ModelProvider;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelSettings;
import org.llmspell.core.model.ModelStream;
import org.llmspell.core.model.TokenUsage;

/** A provider whose models do what a test says, and which remembers what it was given. */
final class FakeProvider implements ModelProvider {
  final List<String> keys = new CopyOnWriteArrayList<>();
  final List<ModelSettings> settings = new CopyOnWriteArrayList<>();
  final List<ModelRequest> requests = new CopyOnWriteArrayList<>();
  private final Function<ExecutionContext, String> behaviour;

  FakeProvider(Function<ExecutionContext, String> behaviour) {
    this.behaviour = behaviour;
  }

  /** The provider in a table of its own. */
  Entry entry(Description description) {
    return new Entry(
        description,
        new Entry.Source() {
          @Override
          public ModelProvider get() {
            return FakeProvider.this;
          }

          @Override
          public void release() {}

          @Override
          public int compareTo(Entry.Source other) {
            return 0;
          }
        });
  }

  static Description remote(String name) {
    return Description.of(key ->
        switch (key) {
          case "llmspell.model.provider.name" -> name;
          case "llmspell.model.provider.base.url" -> "https://api.example.org/v1";
          default -> null;
        });
  }

  static ModelReply reply(String text) {
    return new ModelReply(
        text,
        List.of(),
        TokenUsage.UNKNOWN,
        FinishReason.STOP,
        "fake",
        null,
        Duration.ZERO,
        Map.of());
  }

  @Override
  public LanguageModel model(ModelSettings given) {
    settings.add(given);
    keys.add(given.apiKey() == null ? "" : given.apiKey().use(String::new));
    return new LanguageModel() {
      @Override
      public ModelCapabilities capabilities() {
        return new ModelCapabilities(true, true, true, true, 1, 1);
      }

      @Override
      public ModelReply generate(ModelRequest request, ExecutionContext context) {
        requests.add(request);
        return reply(behaviour.apply(context));
      }

      @Override
      public ModelStream stream(ModelRequest request, ExecutionContext context) {
        ModelReply reply = generate(request, context);
        List<ModelChunk> pieces = new ArrayList<>();
        reply.text().chars().forEach(c -> pieces.add(new ModelChunk.Text("" + (char) c)));
        pieces.add(new ModelChunk.Done(reply));
        return new ListStream(pieces);
      }
    };
  }
}
