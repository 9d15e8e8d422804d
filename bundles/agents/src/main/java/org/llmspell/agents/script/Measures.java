package org.llmspell.agents.script;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.AgentForm;
import org.llmspell.agents.LiveAgent;
import org.llmspell.agents.life.Lifecycle;
import org.llmspell.agents.life.Metrics;
import org.llmspell.core.agent.AgentLimits;
import org.llmspell.core.agent.AgentModel;
import org.llmspell.core.agent.AgentSpec;

/** What was measured of an agent, and how it was made, as tables. No secret is in them. */
final class Measures {
  private Measures() {}

  static Map<String, @Nullable Object> metrics(LiveAgent agent) {
    Metrics metrics = agent.metrics();
    double[] percentiles = metrics.latencies().percentilesMillis(0.5, 0.95, 0.99);
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("agent_id", agent.metadata().id().toString());
    table.put("requests_total", metrics.requests());
    table.put("requests_failed", metrics.failed());
    table.put("requests_active", metrics.active());
    table.put("tool_invocations", metrics.toolCalls());
    table.put("tool_failures", metrics.toolFailures());
    table.put("model_calls", metrics.modelCalls());
    table.put("tokens_input", metrics.inputTokens());
    table.put("tokens_output", metrics.outputTokens());
    table.put("tokens_total", metrics.inputTokens() + metrics.outputTokens());
    table.put("cost", metrics.cost());
    table.put("latency_p50_ms", percentiles[0]);
    table.put("latency_p95_ms", percentiles[1]);
    table.put("latency_p99_ms", percentiles[2]);
    table.put("memory_bytes", agent.said().chars() * Character.BYTES);
    table.put("cpu_percent", cpuPercent());
    return table;
  }

  static Map<String, @Nullable Object> performance(LiveAgent agent) {
    Metrics metrics = agent.metrics();
    double[] percentiles = metrics.latencies().percentilesMillis(0.5, 0.95, 0.99);
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("total_executions", metrics.requests());
    table.put("avg_execution_time_ms", metrics.latencies().meanMillis());
    table.put("success_rate", metrics.requests() == 0 ? 0.0 : 1 - metrics.errorRate());
    table.put("error_rate", metrics.errorRate());
    table.put("p50_ms", percentiles[0]);
    table.put("p95_ms", percentiles[1]);
    table.put("p99_ms", percentiles[2]);
    return table;
  }

  /** The share of one processor that the whole process has used since it was started. */
  static double cpuPercent() {
    var info = ProcessHandle.current().info();
    long used = info.totalCpuDuration().map(time -> time.toMillis()).orElse(0L);
    long since = info.startInstant().map(at -> at.toEpochMilli()).orElse(0L);
    long up = System.currentTimeMillis() - since;
    return since == 0 || up <= 0 ? 0 : Math.round(1_000.0 * used / up) / 10.0;
  }

  static Map<String, @Nullable Object> config(LiveAgent agent) {
    AgentSpec spec = agent.spec();
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("name", spec.name());
    table.put("description", spec.description());
    table.put("agent_type", AgentForm.type(spec));
    AgentModel model = spec.model();
    if (model != null) {
      table.put("model", model.name().toString());
      table.put("provider", model.name().provider());
      table.put("temperature", model.temperature());
      table.put("max_tokens", model.maxTokens());
    }
    table.put("system_prompt", spec.systemPrompt());
    table.put("max_conversation_length", (long) spec.maxConversationLength());
    table.put("allowed_tools", spec.allowedTools());
    table.put("agents", spec.members());
    table.put("hand_offs", spec.handOffs());
    table.put("capabilities", spec.capabilities());
    table.put("output_schema", spec.outputSchema());
    table.put("custom_config", spec.custom());
    AgentLimits limits = spec.limits();
    Map<String, @Nullable Object> bounds = new LinkedHashMap<>();
    bounds.put("max_execution_time_secs", limits.executionTime().toMillis() / 1_000.0);
    bounds.put("max_memory_mb", (long) limits.memoryMebibytes());
    bounds.put("max_tool_calls", (long) limits.toolCalls());
    bounds.put("max_recursion_depth", (long) limits.recursionDepth());
    bounds.put("max_identical_calls", (long) limits.identicalCalls());
    bounds.put("token_budget", limits.tokens());
    table.put("resource_limits", bounds);
    return table;
  }

  static List<Object> history(Lifecycle life) {
    return life.history().stream()
        .<Object>map(step -> {
          Map<String, @Nullable Object> entry = new LinkedHashMap<>();
          entry.put("from", step.from().displayName());
          entry.put("to", step.to().displayName());
          entry.put("timestamp", step.at().toEpochMilli() / 1_000.0);
          entry.put("elapsed", step.elapsed().toNanos() / 1e9);
          entry.put("reason", step.reason());
          return entry;
        })
        .toList();
  }
}
