package org.llmspell.agents.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.AgentService;
import org.llmspell.agents.LiveAgent;
import org.llmspell.agents.Names;
import org.llmspell.agents.SpecReader;
import org.llmspell.core.agent.AgentSpec;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptSession;

/** The functions of {@code Agent} that make agents and find them. */
final class AgentFunctions {
  private final AgentService agents;
  private final OwnAgents own;
  private final SpecReader reader = new SpecReader("");

  AgentFunctions(AgentService agents, OwnAgents own, ScriptSession session) {
    this.agents = agents;
    this.own = own;
  }

  Map<String, ScriptFunction> functions() {
    Map<String, ScriptFunction> functions = new LinkedHashMap<>();
    functions.put("create", args -> create(args.table(0, "config")));
    functions.put("create_async", args -> createAsync(args.table(0, "config")));
    functions.put("builder", _ -> new AgentBuilder(this::create));
    functions.put("register", args -> register(args.table(0, "config")));
    functions.put("get", args -> agents.live(args.text(0, "name")).map(own::object).orElse(null));
    functions.put(
        "create_from_template",
        args -> {
          String name = args.text(0, "instance_name");
          AgentSpec spec =
              agents.prepare(args.text(1, "template"), name, args.optionalTable(2, "parameters"));
          return own.object(own.create(spec));
        });
    functions.put("wrap_as_tool", this::wrap);
    functions.put("create_composite", this::composite);
    return functions;
  }

  AgentObject create(Map<String, @Nullable Object> config) {
    String name =
        config.get("name") == null
            ? "agent_%08x".formatted(ThreadLocalRandom.current().nextInt())
            : name(config.get("name"));
    return own.object(own.create(spec(name, config)));
  }

  private static String name(@Nullable Object name) {
    if (!(name instanceof String text)) {
      throw SpellException.validation("name", "'name' must be a string");
    }
    return text;
  }

  private AgentSpec spec(String name, Map<String, @Nullable Object> config) {
    AgentSpec.Builder builder =
        AgentSpec.builder(name).description("LLM-powered agent").type(AgentSpec.Type.LLM);
    reader.apply(config, builder);
    memberNames(config).ifPresent(builder::members);
    if (builder.type() == AgentSpec.Type.LLM && builder.model() == null) {
      throw SpellException.validation("model", "Model specification required (use 'model' field)");
    }
    checkTools(config);
    return builder.build();
  }

  /** A tool that is not there is a mistake of the script: named with its place and the nearest. */
  private void checkTools(Map<String, @Nullable Object> config) {
    for (String field : List.of("tools", "allowed_tools")) {
      List<?> names =
          switch (config.get(field)) {
            case List<?> list -> list;
            case String one -> List.of(one);
            case null, default -> List.of();
          };
      for (int i = 0; i < names.size(); i++) {
        String tool = String.valueOf(names.get(i));
        if (!tool.equals("*") && agents.tools().find(tool).isEmpty()) {
          List<String> known = agents.tools().list().stream().map(ToolInfo::name).toList();
          throw SpellException.validation(
              field,
              "%s[%d]: Tool '%s' not found%s"
                  .formatted(field, i + 1, tool, Names.hint(tool, known)));
        }
      }
    }
  }

  private Object createAsync(Map<String, @Nullable Object> config) {
    Map<String, @Nullable Object> completed = new LinkedHashMap<>(config);
    if (config.get("model") == null && config.get("provider_model") == null) {
      Optional<String> provider =
          config.get("provider") instanceof String text ? Optional.of(text) : Optional.empty();
      ModelName model =
          agents
              .configuredModel(provider)
              .orElseThrow(() ->
                  SpellException.configuration(
                      "Model specification required: no default provider is configured (use 'model' field)",
                      null));
      completed.remove("provider");
      completed.put("model", model.toString());
    }
    if (config.get("name") instanceof String name) {
      agents.destroy(name);
    }
    return create(completed);
  }

  private String register(Map<String, @Nullable Object> config) {
    if (!(config.get("name") instanceof String name)) {
      throw SpellException.validation("name", "Missing required field: name");
    }
    own.create(spec(name, config));
    return name;
  }

  private Object wrap(ScriptArguments args) {
    Map<String, @Nullable Object> config = args.optionalTable(1, "config");
    Object tool = config.get("tool_name") == null ? config.get("name") : config.get("tool_name");
    return agents.wrap(
        agentName(args.get(0), "agent"),
        Optional.ofNullable(tool).map(Object::toString),
        Optional.ofNullable(config.get("description")).map(Object::toString));
  }

  private static String agentName(@Nullable Object given, String path) {
    return switch (given) {
      case String name -> name;
      case AgentObject agent -> agent.name();
      case Map<?, ?> map when map.get("agent_name") instanceof String name -> name;
      case Map<?, ?> map when map.get("name") instanceof String name -> name;
      case Map<?, ?> map when map.get("agent") != null -> agentName(map.get("agent"), path);
      case null, default ->
          throw SpellException.validation(
              path, "'%s' must be the name of an agent, or an agent".formatted(path));
    };
  }

  private static Optional<List<String>> memberNames(Map<String, @Nullable Object> config) {
    Object given = config.get("agents") == null ? config.get("members") : config.get("agents");
    if (!(given instanceof List<?> list)) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (Object item : list) {
      names.add(agentName(item, "agents[%d]".formatted(names.size() + 1)));
    }
    return Optional.of(names);
  }

  /** {@code (name, {agents}, config)} gives nothing; {@code {name =, agents =}} the agent. */
  private @Nullable Object composite(ScriptArguments args) {
    boolean one = args.get(0) instanceof Map;
    Map<String, @Nullable Object> config =
        new LinkedHashMap<>(one ? args.table(0, "config") : args.optionalTable(2, "config"));
    if (!one) {
      config.put("name", args.text(0, "name"));
      config.put("agents", args.get(1));
    }
    List<String> names =
        memberNames(config)
            .orElseThrow(
                () -> SpellException.validation("agents", "Missing required field: agents"));
    String name = name(config.get("name"));
    AgentSpec.Builder builder =
        AgentSpec.builder(name)
            .description("Composite agent: delegates to " + String.join(", ", names));
    reader.apply(config, builder);
    builder.members(names);
    boolean asks = builder.model() != null;
    builder.type(asks ? AgentSpec.Type.LLM : AgentSpec.Type.COMPOSITE);
    LiveAgent agent = own.create(builder.build());
    return one ? own.object(agent) : null;
  }
}
