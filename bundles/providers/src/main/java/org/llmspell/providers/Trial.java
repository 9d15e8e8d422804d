package org.llmspell.providers;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelOptions;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ProviderInfo;

/**
 * One small request to a model, to see whether the provider works.
 *
 * @param asked the model
 * @param reply what it has answered
 * @param took how long that was
 */
record Trial(ModelName asked, ModelReply reply, Duration took) {
  private static final String QUESTION = "Answer with the one word: ok";

  /** Without repetition: whoever tests wants to see the first error. */
  private static final ModelOptions ONCE = new ModelOptions(null, null, null, 0, Map.of());

  /**
   * Asks.
   *
   * @throws SpellException that says what is wrong with the provider
   */
  static Trial of(ModelRegistry registry, ProviderInfo provider, Optional<String> model) {
    ModelName name =
        model
            .map(given -> named(provider, given))
            .or(() -> registry.defaultModel(provider.name()))
            .orElseThrow(() ->
                SpellException.configuration(
                    "Provider '%1$s' has no default model: add --model MODEL, or set providers.%1$s.model"
                        .formatted(provider.name()),
                    null));
    long start = System.nanoTime();
    ModelReply reply =
        registry
            .model(name.toString(), ONCE)
            .generate(ModelRequest.of(QUESTION), ExecutionContext.create());
    return new Trial(name, reply, Duration.ofNanos(System.nanoTime() - start));
  }

  /** With or without the provider in front. */
  private static ModelName named(ProviderInfo provider, String model) {
    String prefix = provider.name() + "/";
    return new ModelName(
        provider.name(), model.startsWith(prefix) ? model.substring(prefix.length()) : model);
  }

  void answer(CommandCall call) {
    Long in = reply.usage().input();
    Long out = reply.usage().output();
    long millis = took.toMillis();
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("provider", asked.provider());
    plain.put("model", asked.model());
    plain.put("success", true);
    plain.put("latency_ms", millis);
    plain.put("input_tokens", in);
    plain.put("output_tokens", out);
    plain.put("text", reply.text());
    call.answer(
        "%s answers after %d ms, %s tokens in, %s out: %s"
            .formatted(asked, millis, shown(in), shown(out), reply.text().strip()),
        plain);
  }

  private static String shown(@Nullable Long tokens) {
    return tokens == null ? "unknown" : tokens.toString();
  }
}
