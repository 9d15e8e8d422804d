package org.llmspell.agents.life;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.Names;
import org.llmspell.core.error.SpellException;

/**
 * Tells when what is measured of an agent passes a threshold. An alert is raised once when it is
 * passed, and again only after it was kept in between. Safe to share between threads.
 */
public final class Alerts {
  private static final int KEPT = 100;
  private static final List<String> MEASURES =
      List.of(
          "error_rate",
          "consecutive_failures",
          "latency_ms",
          "latency_p95_ms",
          "tokens",
          "cost",
          "tool_failures",
          "enabled");

  /**
   * An alert.
   *
   * @param severity {@code warning} or {@code critical}
   */
  public record Alert(String severity, String measure, double value, double threshold, Instant at) {
    /** The alert for people. */
    public String message() {
      return "%s is %s, the threshold is %s".formatted(measure, plain(value), plain(threshold));
    }

    private static String plain(double number) {
      return number == Math.rint(number) && Math.abs(number) < 1e15
          ? Long.toString((long) number)
          : Double.toString(Math.round(number * 1_000) / 1_000.0);
    }
  }

  private final ArrayDeque<Alert> raised = new ArrayDeque<>();
  private final Set<String> passed = new HashSet<>();
  private Map<String, Double> thresholds = Map.of();

  /**
   * Sets the thresholds in place of those before.
   *
   * @param config numbers by measure; {@code enabled = false} for none
   * @throws SpellException of kind Validation when a measure is unknown or no number
   */
  public synchronized void configure(Map<String, ? extends @Nullable Object> config) {
    Map<String, Double> wanted = new LinkedHashMap<>();
    config.forEach((measure, value) -> {
      if (!MEASURES.contains(measure)) {
        throw SpellException.validation(
            measure,
            "Unknown alert '%s'%s; there are: %s"
                .formatted(measure, Names.hint(measure, MEASURES), String.join(", ", MEASURES)));
      }
      if (measure.equals("enabled")) {
        return;
      }
      if (!(value instanceof Number number) || !(number.doubleValue() >= 0)) {
        throw SpellException.validation(
            measure,
            "The threshold of alert '%s' is %s but must be a number, 0 or more"
                .formatted(measure, value));
      }
      wanted.put(measure, number.doubleValue());
    });
    thresholds = Boolean.FALSE.equals(config.get("enabled")) ? Map.of() : wanted;
    passed.retainAll(thresholds.keySet());
  }

  /** The thresholds. */
  public synchronized Map<String, Double> thresholds() {
    return Map.copyOf(thresholds);
  }

  /** The last alerts, oldest first. */
  public synchronized List<Alert> raised() {
    return List.copyOf(raised);
  }

  /** Looks at the measures after a turn; gives the alerts that are new. */
  public synchronized List<Alert> check(Metrics metrics, double lastMillis) {
    List<Alert> fresh = new ArrayList<>();
    thresholds.forEach((measure, threshold) -> {
      double value = measure(measure, metrics, lastMillis);
      if (value < threshold || value == 0) {
        passed.remove(measure);
      } else if (passed.add(measure)) {
        String severity = value >= 2 * threshold && threshold > 0 ? "critical" : "warning";
        fresh.add(new Alert(severity, measure, value, threshold, Instant.now()));
      }
    });
    for (Alert alert : fresh) {
      if (raised.size() == KEPT) {
        raised.removeFirst();
      }
      raised.addLast(alert);
    }
    return fresh;
  }

  private static double measure(String measure, Metrics metrics, double lastMillis) {
    return switch (measure) {
      case "error_rate" -> metrics.errorRate();
      case "consecutive_failures" -> metrics.failuresInARow();
      case "latency_ms" -> lastMillis;
      case "latency_p95_ms" -> metrics.latencies().percentilesMillis(0.95)[0];
      case "tokens" -> metrics.inputTokens() + metrics.outputTokens();
      case "cost" -> {
        Double cost = metrics.cost();
        yield cost == null ? 0 : cost;
      }
      case "tool_failures" -> metrics.toolFailures();
      default -> throw new IllegalArgumentException(measure);
    };
  }
}
