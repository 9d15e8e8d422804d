package org.llmspell.core.event;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Counts events by type and language and watches their rate. A service that starts to count when
 * somebody asks for it, and costs nothing before. Safe to share between threads.
 */
@ProviderType
public interface EventMetrics {

  /** The figures so far. */
  Snapshot snapshot();

  /** Where the rate is going. */
  enum Trend {
    /** More than 10 % up. */
    INCREASING,
    /** Within 10 %. */
    STABLE,
    /** More than 10 % down. */
    DECREASING,
    /** Not watched long enough. */
    UNKNOWN
  }

  /**
   * Figures at one moment.
   *
   * @param totalEvents events since the start
   * @param byType events of each type; at most 1,000 types, the rest under {@code (other)}
   * @param byLanguage events of each language
   * @param currentPerSecond events in the last full second
   * @param peakPerSecond the highest of that in the last minute
   * @param averageHandlingNanos average time of the handlers of all subscriptions
   * @param waitMicros how long events waited in the bus, by percentile (50, 90, 95, 99)
   * @param errorRatePercent share of handler calls that threw
   * @param trend the last five seconds beside the five before
   */
  record Snapshot(
      long totalEvents,
      Map<String, Long> byType,
      Map<EventLanguage, Long> byLanguage,
      double currentPerSecond,
      double peakPerSecond,
      double averageHandlingNanos,
      Map<Integer, Double> waitMicros,
      double errorRatePercent,
      Trend trend) {

    /** Copies the maps. */
    public Snapshot {
      byType = Map.copyOf(byType);
      byLanguage = Map.copyOf(byLanguage);
      waitMicros = Map.copyOf(waitMicros);
    }
  }
}
