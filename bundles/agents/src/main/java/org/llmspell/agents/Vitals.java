package org.llmspell.agents;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.life.Alerts;
import org.llmspell.agents.life.Metrics;
import org.llmspell.core.agent.AgentPhase;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.hook.HookPoint.StandardPoint;

/** How an agent does: what was measured of it, and the alerts that this raises. */
final class Vitals {
  private static final int UNHEALTHY_AFTER = 3;

  private final String agent;
  private final Surroundings surroundings;
  private final Metrics metrics = new Metrics();
  private final Alerts alerts = new Alerts();

  Vitals(String agent, Surroundings surroundings) {
    this.agent = agent;
    this.surroundings = surroundings;
  }

  Metrics metrics() {
    return metrics;
  }

  Alerts alerts() {
    return alerts;
  }

  /** A turn has ended. */
  void measured(long nanos, boolean good, ExecutionContext context) {
    metrics.ended(nanos, good);
    for (Alerts.Alert alert : alerts.check(metrics, nanos / 1e6)) {
      Map<String, @Nullable Object> data = new LinkedHashMap<>();
      data.put("agent", agent);
      data.put("severity", alert.severity());
      data.put("metric", alert.measure());
      data.put("value", alert.value());
      data.put("threshold", alert.threshold());
      data.put("message", alert.message());
      surroundings.publish("agent.alert", agent, context, () -> data);
      surroundings.fire(StandardPoint.PERFORMANCE_THRESHOLD_EXCEEDED, agent, context, () -> data);
    }
  }

  /** Healthy, Degraded or Unhealthy. */
  String health(AgentPhase phase) {
    if (!phase.isHealthy() && phase != AgentPhase.UNINITIALIZED) {
      return "Unhealthy";
    }
    long inARow = metrics.failuresInARow();
    return inARow >= UNHEALTHY_AFTER ? "Unhealthy" : inARow > 0 ? "Degraded" : "Healthy";
  }
}
