package org.llmspell.agents;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.agent.Agent;
import org.llmspell.core.agent.AgentFactory;
import org.llmspell.core.agent.AgentRegistry;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.agent.AgentTemplate;
import org.llmspell.core.agent.AgentTemplateInfo;
import org.llmspell.core.component.ComponentId;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.runtime.ToolRegistry;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The agents that live, the templates, and the way to make agents. */
@Component(service = {AgentRegistry.class, AgentFactory.class, AgentService.class})
public final class AgentService implements AgentRegistry, AgentFactory {
  private final ConcurrentMap<String, LiveAgent> byName = new ConcurrentHashMap<>();
  private final ConcurrentMap<ComponentId, LiveAgent> byId = new ConcurrentHashMap<>();
  private final Templates templates = new Templates();
  private final Surroundings surroundings;
  private final Wrapping wrapping;
  private final Platform platform;

  /** Over the tools of the container; wrapped agents are registered as services of this bundle. */
  @Activate
  public AgentService(
      BundleContext context,
      @Reference Surroundings surroundings,
      @Reference ToolRegistry tools,
      @Reference ToolInvoker invoker) {
    this(surroundings, tools, invoker, Wrapping.services(context));
  }

  AgentService(
      Surroundings surroundings,
      ToolRegistry tools,
      ToolInvoker invoker,
      Wrapping.Registrar registrar) {
    this.surroundings = surroundings;
    this.wrapping = new Wrapping(registrar);
    this.platform = new Platform(surroundings, tools, invoker, new Living());
  }

  @Deactivate
  void close() {
    List.copyOf(byName.values()).forEach(this::release);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeTemplate")
  void addTemplate(ServiceReference<AgentTemplate> reference, AgentTemplate template) {
    templates.add(reference, () -> template);
  }

  void removeTemplate(ServiceReference<AgentTemplate> reference) {
    templates.remove(reference);
  }

  /** The agents as they know of each other. */
  private final class Living implements DelegatingMind.Live {
    @Override
    public Optional<LiveAgent> find(String name) {
      return Optional.ofNullable(byName.get(name));
    }

    @Override
    public Optional<LiveAgent> find(ComponentId id) {
      return Optional.ofNullable(byId.get(id));
    }

    @Override
    public Optional<LiveAgent> wrapped(String tool) {
      return wrapping.agentOf(tool).flatMap(this::find);
    }

    @Override
    public boolean wraps(String tool, String agent) {
      return wrapping.agentOf(tool).filter(agent::equals).isPresent();
    }
  }

  @Override
  public List<String> names() {
    return byName.keySet().stream().sorted().toList();
  }

  @Override
  public Optional<Agent> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The agent of a name, as scripts see it. */
  public Optional<LiveAgent> live(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The agent of a name.
   *
   * @param path where it is named, for the message
   * @throws SpellException of kind Validation with the nearest name when there is none
   */
  public LiveAgent require(String path, String name) {
    LiveAgent agent = byName.get(name);
    if (agent == null) {
      throw SpellException.validation(
          path, "%s: Agent '%s' not found%s".formatted(path, name, Names.hint(name, names())));
    }
    return agent;
  }

  @Override
  public LiveAgent create(AgentSpec spec) {
    return create(spec, "");
  }

  /**
   * Makes an agent.
   *
   * @param path what goes before the names of fields in messages
   */
  public LiveAgent create(AgentSpec spec, String path) {
    for (int i = 0; i < spec.members().size(); i++) {
      require("%sagents[%d]".formatted(path, i + 1), spec.members().get(i));
    }
    for (int i = 0; i < spec.handOffs().size(); i++) {
      require("%shand_offs[%d]".formatted(path, i + 1), spec.handOffs().get(i));
    }
    var agent = new LiveAgent(spec, platform);
    if (byName.putIfAbsent(spec.name(), agent) != null) {
      throw SpellException.validation(
          "name",
          "Agent instance '%s' already exists: take another name, or destroy it first"
              .formatted(spec.name()));
    }
    byId.put(agent.metadata().id(), agent);
    surroundings.publish("agent.created", spec.name(), null, () -> about(agent));
    return agent;
  }

  private static Map<String, @Nullable Object> about(LiveAgent agent) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("agent", agent.spec().name());
    data.put("type", AgentForm.type(agent.spec()));
    return data;
  }

  @Override
  public Agent createFromTemplate(
      String template, String name, Map<String, ? extends @Nullable Object> parameters) {
    return create(templates.spec(template, name, parameters, this::defaultModel));
  }

  /** What a template makes of parameters. */
  public AgentSpec prepare(
      String template, String name, Map<String, ? extends @Nullable Object> parameters) {
    return templates.spec(template, name, parameters, this::defaultModel);
  }

  /** The model to use when none is named. */
  public ModelName defaultModel() {
    return configuredModel(Optional.empty()).orElseGet(() -> new ModelName("openai", "gpt-4"));
  }

  /** The model that the settings name for a provider, or for all; empty when there is none. */
  public Optional<ModelName> configuredModel(Optional<String> provider) {
    return surroundings
        .modelsIfAny()
        .flatMap(models ->
            provider.isPresent() ? models.defaultModel(provider.get()) : models.defaultModel());
  }

  @Override
  public List<AgentTemplateInfo> templates() {
    return templates.list();
  }

  @Override
  public boolean destroy(String name) {
    LiveAgent agent = byName.get(name);
    if (agent == null) {
      return false;
    }
    agent.terminate();
    return remove(agent);
  }

  /** Destroys an agent whose owner has ended: hooks are asked, but can not keep it. */
  public void release(LiveAgent agent) {
    agent.release();
    remove(agent);
  }

  private boolean remove(LiveAgent agent) {
    String name = agent.spec().name();
    byId.remove(agent.metadata().id(), agent);
    if (byName.get(name) != agent) {
      return false;
    }
    wrapping.unwrap(name);
    boolean mine = byName.remove(name, agent);
    if (mine) {
      surroundings.publish("agent.destroyed", name, null, () -> about(agent));
    }
    return mine;
  }

  /** Makes an agent a tool until it is destroyed; gives the name of the tool. */
  public String wrap(String agent, Optional<String> tool, Optional<String> description) {
    LiveAgent live = require("agent", agent);
    String name = tool.orElse(agent + "_tool");
    String about =
        description.orElseGet(
            () -> "Asks the agent '%s'. %s".formatted(agent, live.spec().description()).strip());
    if (platform.tools().find(name).isPresent()) {
      throw SpellException.validation(
          "tool_name", "Tool '%s' exists already: take another tool_name".formatted(name));
    }
    wrapping.wrap(agent, new WrappedAgent(name, about, live));
    return name;
  }

  /** Keeps what an agent has said and learned. */
  public void save(LiveAgent agent) {
    surroundings.states().save(AgentForm.toState(agent));
  }

  /** Brings back what was kept of an agent; says whether there was anything. */
  public boolean load(LiveAgent agent) {
    return surroundings
        .states()
        .load(agent.spec().name())
        .map(state -> {
          AgentForm.restore(agent, state);
          return true;
        })
        .orElse(false);
  }

  /** Forgets what was kept of an agent. */
  public void forget(LiveAgent agent) {
    surroundings.states().delete(agent.spec().name());
  }

  /** Publishes an event of an agent. */
  public void publish(String type, String agent, Map<String, @Nullable Object> data) {
    surroundings.publish(type, agent, null, () -> data);
  }

  /** Calls a tool on behalf of an agent. */
  public ToolOutput invoke(
      LiveAgent agent,
      String tool,
      Map<String, @Nullable Object> parameters,
      ExecutionContext context) {
    boolean good = false;
    try {
      ToolOutput output = platform.invoker().invoke(tool, parameters, context);
      good = output.success();
      return output;
    } finally {
      agent.metrics().toolCalled(good);
    }
  }

  /** The tools of the container. */
  public ToolRegistry tools() {
    return platform.tools();
  }

  /** All agents, by name. */
  public List<LiveAgent> all() {
    return names().stream().map(this::live).flatMap(Optional::stream).toList();
  }
}
