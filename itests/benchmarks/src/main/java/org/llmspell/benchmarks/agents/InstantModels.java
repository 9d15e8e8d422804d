package org.llmspell.benchmarks.agents;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.model.FinishReason;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelChunk;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelOptions;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelStream;
import org.llmspell.core.model.ModelToolCall;
import org.llmspell.core.model.ProviderInfo;
import org.llmspell.core.model.TokenUsage;

/** A model that answers at once: with a call of the adder, and then with a text. */
public final class InstantModels implements ModelRegistry, LanguageModel {
  private volatile long given;

  private static ModelReply reply(String text, List<ModelToolCall> calls) {
    return new ModelReply(
        text,
        calls,
        new TokenUsage(10L, 5L),
        calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS,
        "instant",
        null,
        Duration.ZERO,
        Map.of());
  }

  /** When the last first piece of a stream was given out, on the clock of nanoTime. */
  public long given() {
    return given;
  }

  @Override
  public ModelCapabilities capabilities() {
    return new ModelCapabilities(true, true, true, true, null, null);
  }

  @Override
  public ModelReply generate(ModelRequest request, ExecutionContext context) {
    boolean asked = request.messages().getLast() instanceof ModelMessage.User;
    return asked && !request.tools().isEmpty()
        ? reply("", List.of(new ModelToolCall("1", "adder", "{\"a\": 20, \"b\": 22}")))
        : reply("It is 42", List.of());
  }

  @Override
  public ModelStream stream(ModelRequest request, ExecutionContext context) {
    ModelReply reply = reply("It is 42", List.of());
    Iterator<ModelChunk> pieces =
        List.<ModelChunk>of(new ModelChunk.Text("It is 42"), new ModelChunk.Done(reply)).iterator();
    return new ModelStream() {
      @Override
      public boolean hasNext() {
        return pieces.hasNext();
      }

      @Override
      public ModelChunk next() {
        ModelChunk piece = pieces.next();
        if (piece instanceof ModelChunk.Text) {
          given = System.nanoTime();
        }
        return piece;
      }

      @Override
      public void close() {
        // nothing is open
      }
    };
  }

  @Override
  public LanguageModel model(String name, ModelOptions options) {
    return this;
  }

  @Override
  public ModelName resolve(String name) {
    return ModelName.parse(name, "instant");
  }

  @Override
  public Optional<ModelName> defaultModel() {
    return Optional.of(new ModelName("instant", "model"));
  }

  @Override
  public Optional<ModelName> defaultModel(String provider) {
    return defaultModel();
  }

  @Override
  public List<ProviderInfo> providers() {
    return List.of();
  }

  @Override
  public Optional<ProviderInfo> provider(String name) {
    return Optional.empty();
  }
}
