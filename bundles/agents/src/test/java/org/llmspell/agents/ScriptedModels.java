package org.llmspell.agents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelChunk;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelOptions;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelStream;
import org.llmspell.core.model.ModelToolCall;
import org.llmspell.core.model.ProviderInfo;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.json.PlainJson;

/** {@code Provider.script} as far as the examples of this bundle need it; matches plain text. */
final class ScriptedModels implements ScriptGlobal, ModelRegistry {
  private final Map<String, List<?>> rules = new LinkedHashMap<>();

  @Override
  public List<String> names() {
    return List.of("Provider");
  }

  @Override
  public Object open(ScriptSession session) {
    ScriptFunction script =
        args -> {
          rules.put(args.text(0, "name"), (List<?>) args.get(1));
          return null;
        };
    return (ScriptObject) () -> Map.of("script", script);
  }

  @Override
  public LanguageModel model(String name, ModelOptions options) {
    return new Model(name.substring(name.indexOf('/') + 1));
  }

  @Override
  public ModelName resolve(String name) {
    return ModelName.parse(name, "scripted");
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

  private final class Model implements LanguageModel {
    private final String name;

    Model(String name) {
      this.name = name;
    }

    @Override
    public ModelCapabilities capabilities() {
      return new ModelCapabilities(true, true, true, true, null, null);
    }

    private Map<?, ?> rule(ModelRequest request) {
      String last = request.messages().getLast().text();
      for (Object item : rules.getOrDefault(name, List.of())) {
        Map<?, ?> rule = (Map<?, ?>) item;
        if (rule.get("match") == null || last.contains(rule.get("match").toString())) {
          return rule;
        }
      }
      throw new SpellException(
          new ErrorKind.Provider("scripted"), "No rule of '%s' fits: %s".formatted(name, last));
    }

    @Override
    public ModelReply generate(ModelRequest request, ExecutionContext context) {
      Map<?, ?> rule = rule(request);
      List<ModelToolCall> calls = new ArrayList<>();
      if (rule.get("tool_calls") instanceof List<?> list) {
        for (Object item : list) {
          Map<?, ?> call = (Map<?, ?>) item;
          calls.add(
              new ModelToolCall(
                  "c" + calls.size(),
                  String.valueOf(call.get("name")),
                  PlainJson.compact(call.get("arguments"))));
        }
      }
      Object text = rule.get("reply");
      return Bed.reply(text == null ? "" : text.toString(), calls);
    }

    @Override
    public ModelStream stream(ModelRequest request, ExecutionContext context) {
      ModelReply reply = generate(request, context);
      List<ModelChunk> chunks = new ArrayList<>();
      @Nullable Object pieces = rule(request).get("chunks");
      (pieces instanceof List<?> list ? list : List.of(reply.text()))
          .forEach(piece -> chunks.add(new ModelChunk.Text(piece.toString())));
      chunks.add(new ModelChunk.Done(reply));
      var iterator = chunks.iterator();
      return new ModelStream() {
        @Override
        public boolean hasNext() {
          return iterator.hasNext();
        }

        @Override
        public ModelChunk next() {
          context.cancellation().check();
          return iterator.next();
        }

        @Override
        public void close() {
          // nothing is open
        }
      };
    }
  }
}
