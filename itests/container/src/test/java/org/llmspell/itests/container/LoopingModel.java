package org.llmspell.itests.container;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.model.FinishReason;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelCapabilities;
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

/** Asks for the greeter until it is told to stop, and notes which versions have answered. */
final class LoopingModel implements ModelRegistry, LanguageModel {
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  boolean saw(String version) {
    return seen.contains(version);
  }

  void stop() {
    stopped = true;
  }

  @Override
  public ModelCapabilities capabilities() {
    return new ModelCapabilities(false, true, false, false, null, null);
  }

  @Override
  public ModelReply generate(ModelRequest request, ExecutionContext context) {
    context.cancellation().check();
    if (request.messages().getLast() instanceof ModelMessage.ToolResult result) {
      for (String version : List.of("1.0.0", "2.0.0")) {
        if (result.text().contains(version)) {
          seen.add(version);
        }
      }
    }
    List<ModelToolCall> calls =
        stopped ? List.of() : List.of(new ModelToolCall("1", "greeter", "{\"name\": \"Ada\"}"));
    return new ModelReply(
        stopped ? "done" : "",
        calls,
        TokenUsage.UNKNOWN,
        stopped ? FinishReason.STOP : FinishReason.TOOL_CALLS,
        "model",
        null,
        Duration.ZERO,
        Map.of());
  }

  @Override
  public ModelStream stream(ModelRequest request, ExecutionContext context) {
    throw new UnsupportedOperationException("No test streams it");
  }

  @Override
  public LanguageModel model(String name, ModelOptions options) {
    return this;
  }

  @Override
  public ModelName resolve(String name) {
    return ModelName.parse(name, "looping");
  }

  @Override
  public Optional<ModelName> defaultModel() {
    return Optional.empty();
  }

  @Override
  public Optional<ModelName> defaultModel(String provider) {
    return Optional.empty();
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
