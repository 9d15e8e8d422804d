package org.llmspell.agents;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.agent.AgentModel;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.FinishReason;
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
import org.llmspell.core.model.TokenUsage;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.core.tool.Tool;
import org.llmspell.core.tool.ToolSchema;

/** Agents over tools and a model that are the test's. */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
final class Bed implements ToolRegistry, ToolInvoker, ModelRegistry, LanguageModel {
  static final String MODEL = "fake/model";

  /** What a tool of the test does. */
  interface Body extends BiFunction<Map<String, ?>, ExecutionContext, ToolOutput> {}

  final Map<String, Body> tools = new ConcurrentHashMap<>();
  final AtomicLong generation = new AtomicLong();
  final List<ModelRequest> requests = new CopyOnWriteArrayList<>();
  private final Deque<BiFunction<ModelRequest, ExecutionContext, ModelReply>> script =
      new ArrayDeque<>();
  private @Nullable BiFunction<ModelRequest, ExecutionContext, ModelReply> always;
  List<String> chunks = List.of();
  final Surroundings surroundings = new Surroundings();
  final AgentService service =
      new AgentService(
          surroundings,
          this,
          this,
          (tool, properties) -> {
            String name = String.valueOf(properties.get("llmspell.tool.name"));
            Tool wrapped = tool;
            tool(name, (p, c) -> wrapped.call(new LinkedHashMap<>(p), c));
            return () -> remove(name);
          });

  Bed() {
    surroundings.setModels(this);
    tool("echo", (p, _) -> ToolOutput.success("echo", p.get("input")));
  }

  void tool(String name, Body body) {
    tools.put(name, body);
    generation.incrementAndGet();
  }

  void remove(String name) {
    tools.remove(name);
    generation.incrementAndGet();
  }

  /** The next answer is a text. */
  Bed says(String text) {
    return then((_, _) -> reply(text));
  }

  /** The next answer asks for tools: name, JSON of the arguments, and so on. */
  Bed calls(String... namesAndArguments) {
    return then((_, _) -> calling(namesAndArguments));
  }

  Bed then(BiFunction<ModelRequest, ExecutionContext, ModelReply> next) {
    script.add(next);
    return this;
  }

  Bed always(BiFunction<ModelRequest, ExecutionContext, ModelReply> answer) {
    always = answer;
    return this;
  }

  static ModelReply reply(String text) {
    return reply(text, List.of());
  }

  static ModelReply calling(String... namesAndArguments) {
    List<ModelToolCall> calls = new ArrayList<>();
    for (int i = 0; i < namesAndArguments.length; i += 2) {
      calls.add(new ModelToolCall("call" + i, namesAndArguments[i], namesAndArguments[i + 1]));
    }
    return reply("", calls);
  }

  static ModelReply reply(String text, List<ModelToolCall> calls) {
    return new ModelReply(
        text,
        calls,
        new TokenUsage(10L, 5L),
        calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS,
        "model-1",
        null,
        Duration.ZERO,
        Map.of());
  }

  AgentSpec.Builder spec(String name) {
    return AgentSpec.builder(name)
        .description("For the test")
        .model(AgentModel.of(new ModelName("fake", "model")));
  }

  LiveAgent agent(String name, String... allowed) {
    return service.create(spec(name).allowedTools(List.of(allowed)).build());
  }

  LiveAgent basic(String name) {
    return service.create(AgentSpec.builder(name).type(AgentSpec.Type.BASIC).build());
  }

  // The model.

  @Override
  public ModelCapabilities capabilities() {
    return new ModelCapabilities(true, true, true, true, null, null);
  }

  @Override
  public ModelReply generate(ModelRequest request, ExecutionContext context) {
    requests.add(request);
    context.cancellation().check();
    BiFunction<ModelRequest, ExecutionContext, ModelReply> next;
    synchronized (script) {
      next = script.isEmpty() ? always : script.removeFirst();
    }
    if (next == null) {
      throw new AssertionError("The model was asked once too often: " + request.messages());
    }
    return next.apply(request, context);
  }

  @Override
  public ModelStream stream(ModelRequest request, ExecutionContext context) {
    ModelReply reply = generate(request, context);
    List<ModelChunk> pieces = new ArrayList<>();
    if (!reply.text().isEmpty()) {
      (chunks.isEmpty() ? List.of(reply.text()) : chunks)
          .forEach(piece -> pieces.add(new ModelChunk.Text(piece)));
    }
    pieces.add(new ModelChunk.Done(reply));
    var iterator = pieces.iterator();
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

  // The registry of models.

  @Override
  public LanguageModel model(String name, ModelOptions options) {
    return this;
  }

  @Override
  public ModelName resolve(String name) {
    return ModelName.parse(name, "fake");
  }

  @Override
  public Optional<ModelName> defaultModel() {
    return Optional.of(new ModelName("fake", "model"));
  }

  @Override
  public Optional<ModelName> defaultModel(String provider) {
    return Optional.of(new ModelName(provider, "model"));
  }

  @Override
  public List<ProviderInfo> providers() {
    return List.of();
  }

  @Override
  public Optional<ProviderInfo> provider(String name) {
    return Optional.empty();
  }

  // The tools.

  @Override
  public List<ToolInfo> list() {
    return tools.keySet().stream().sorted().map(Bed::info).toList();
  }

  private static ToolInfo info(String name) {
    return new ToolInfo(
        name,
        "The tool " + name,
        "utility",
        SecurityLevel.SAFE,
        SemanticVersion.INITIAL,
        List.of(),
        "test");
  }

  @Override
  public Optional<ToolInfo> find(String name) {
    return tools.keySet().stream()
        .filter(known -> known.replace('_', '-').equals(name.replace('_', '-')))
        .findFirst()
        .map(Bed::info);
  }

  @Override
  public List<ToolInfo> versions(String name) {
    return find(name).stream().toList();
  }

  @Override
  public ToolSchema schema(String name) {
    return new ToolSchema(name, "The tool " + name, List.of(), true, null);
  }

  @Override
  public long generation() {
    return generation.get();
  }

  @Override
  public ToolOutput invoke(
      String tool, Map<String, ? extends @Nullable Object> parameters, ExecutionContext context) {
    Body body = find(tool).map(info -> tools.get(info.name())).orElse(null);
    if (body == null) {
      throw SpellException.component("Tool '%s' not found".formatted(tool), null);
    }
    return body.apply(parameters, context);
  }
}
