package org.llmspell.agents.script;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.AgentForm;
import org.llmspell.agents.AgentService;
import org.llmspell.agents.LiveAgent;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;

/** An agent in the hands of a script. */
final class AgentObject implements ScriptObject {
  private final LiveAgent agent;
  private final AgentService agents;
  private final AgentCalls calls;

  AgentObject(LiveAgent agent, AgentService agents, Contexts contexts, ScriptSession session) {
    this.agent = agent;
    this.agents = agents;
    this.calls = new AgentCalls(agent, agents, contexts, session);
  }

  String name() {
    return agent.spec().name();
  }

  @Override
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", name());
    members.put("id", agent.metadata().id().toString());
    members.put("type", AgentForm.type(agent.spec()));
    put(members, "invoke", args -> calls.invoke(args.get(0)));
    put(members, "execute", args -> calls.invoke(args.get(0)));
    put(members, "invoke_stream", calls::stream);
    put(members, "execute_with_context", calls::inContext);
    put(members, "invoke_tool", calls::invokeTool);
    addState(members);
    addTools(members);
    addLife(members);
    addFigures(members);
    return members;
  }

  private static void put(Map<String, Object> members, String name, ScriptFunction function) {
    members.put(name, function);
  }

  private void addState(Map<String, Object> members) {
    put(members, "get_state", _ -> agent.phase().displayName());
    put(members, "get_agent_state", _ -> agent.phase().displayName());
    put(members, "get_config", _ -> Measures.config(agent));
    put(members, "set_state", this::setState);
    put(members, "save_state", _ -> nothing(() -> agents.save(agent)));
    put(members, "load_state", _ -> agents.load(agent));
    put(members, "delete_state", _ -> nothing(() -> agents.forget(agent)));
    put(
        members,
        "get_conversation",
        _ ->
            agent.conversation().stream()
                .<Object>map(message ->
                    Map.of(
                        "role",
                        message.role().name().toLowerCase(Locale.ROOT),
                        "content",
                        message.content(),
                        "timestamp",
                        message.timestamp().toEpochMilli() / 1_000.0))
                .toList());
    put(members, "clear_conversation", _ -> nothing(agent::clearConversation));
  }

  private @Nullable Object setState(ScriptArguments args) {
    args.optionalTable(0, "state")
        .forEach((key, value) -> {
          if (value != null) {
            agent.custom().put(key, value);
          }
        });
    return null;
  }

  private void addTools(Map<String, Object> members) {
    put(
        members,
        "discover_tools",
        _ -> agents.tools().list().stream().map(ToolInfo::name).toList());
    put(
        members,
        "get_tool_metadata",
        args -> agents.tools().find(args.text(0, "name")).map(AgentObject::about).orElse(null));
    put(
        members,
        "get_all_tool_metadata",
        _ -> {
          Map<String, Object> all = new LinkedHashMap<>();
          agents.tools().list().forEach(tool -> all.put(tool.name(), about(tool)));
          return all;
        });
    put(members, "has_tool", args -> agents.tools().find(args.text(0, "name")).isPresent());
  }

  private static Map<String, Object> about(ToolInfo tool) {
    return Map.of(
        "name", tool.name(),
        "description", tool.description(),
        "version", tool.version().toString());
  }

  private void addLife(Map<String, Object> members) {
    put(members, "initialize", _ -> nothing(agent.life()::initialize));
    put(members, "start", _ -> nothing(agent.life()::start));
    put(members, "pause", _ -> nothing(agent.life()::pause));
    put(members, "resume", _ -> nothing(agent.life()::resume));
    put(members, "stop", _ -> nothing(agent.life()::stop));
    put(members, "terminate", _ -> nothing(agent::terminate));
    put(members, "recover", _ -> nothing(agent.life()::recover));
    put(
        members,
        "set_error",
        args -> {
          agent.life().error(args.text(0, "message"));
          return null;
        });
    put(members, "get_state_history", _ -> Measures.history(agent.life()));
    put(members, "get_last_error", _ -> agent.life().lastError().orElse(null));
    put(members, "get_recovery_attempts", _ -> (long) agent.life().recoveries());
    put(members, "is_healthy", _ -> agent.phase().isHealthy());
    put(
        members,
        "get_state_metrics",
        _ ->
            Map.of(
                "current_state",
                agent.phase().displayName(),
                "total_transitions",
                agent.life().transitions(),
                "recovery_attempts",
                (long) agent.life().recoveries(),
                "circuit_breaker",
                agent.life().breaker(),
                "uptime",
                agent.life().uptime().toNanos() / 1e9));
    put(members, "destroy", _ -> nothing(this::destroy));
  }

  private void destroy() {
    boolean live = agents.live(name()).filter(other -> other == agent).isPresent();
    if (!live || !agents.destroy(name())) {
      throw SpellException.component("Agent '%s' was destroyed already".formatted(name()), null);
    }
  }

  private void addFigures(Map<String, Object> members) {
    put(members, "get_metrics", _ -> Measures.metrics(agent));
    put(members, "get_performance", _ -> Measures.performance(agent));
    put(
        members,
        "get_health",
        _ ->
            Map.of(
                "status", agent.health(),
                "timestamp", Instant.now().toEpochMilli() / 1_000.0,
                "state", agent.phase().displayName(),
                "consecutive_failures", agent.metrics().failuresInARow(),
                "error_rate", agent.metrics().errorRate()));
    put(members, "log_event", this::logEvent);
    put(
        members,
        "configure_alerts",
        args -> {
          agent.alerts().configure(args.optionalTable(0, "alerts"));
          return null;
        });
    put(
        members,
        "get_alerts",
        _ ->
            agent.alerts().raised().stream()
                .<Object>map(alert ->
                    Map.of(
                        "severity", alert.severity(),
                        "message", alert.message(),
                        "metric", alert.measure(),
                        "value", alert.value(),
                        "threshold", alert.threshold(),
                        "timestamp", alert.at().toEpochMilli() / 1_000.0))
                .toList());
    put(members, "get_bridge_metrics", _ -> bridge());
  }

  private @Nullable Object logEvent(ScriptArguments args) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("agent", name());
    data.put("type", args.text(0, "type"));
    data.put("message", args.text(1, "message"));
    agents.publish("agent.log", name(), data);
    return null;
  }

  private Map<String, Object> bridge() {
    Runtime runtime = Runtime.getRuntime();
    return Map.of(
        "active_agents",
        (long) agents.names().size(),
        "total_tools",
        (long) agents.tools().list().size(),
        "performance",
        Map.of(
            "memory_usage_mb",
            (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
            "cpu_usage_percent",
            Measures.cpuPercent(),
            "uptime_seconds",
            agent.life().uptime().toNanos() / 1e9));
  }

  private static @Nullable Object nothing(Runnable work) {
    work.run();
    return null;
  }

  /** For messages that show an argument. */
  @Override
  public String toString() {
    return "agent " + name();
  }
}
