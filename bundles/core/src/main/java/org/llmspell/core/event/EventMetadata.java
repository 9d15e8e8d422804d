package org.llmspell.core.event;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Correlation data of one operation, after the model of distributed tracing.
 *
 * @param traceId the trace that it belongs to
 * @param spanId this operation
 * @param parentSpanId the operation that started it
 * @param correlationId ties together what belongs together for the user
 * @param timestamp when it began
 * @param source who began it
 * @param attributes anything else
 */
public record EventMetadata(
    @Nullable String traceId,
    @Nullable String spanId,
    @Nullable String parentSpanId,
    @Nullable String correlationId,
    @Nullable Instant timestamp,
    @Nullable String source,
    Map<String, Object> attributes) {

  /** Copies the attributes. */
  public EventMetadata {
    attributes = Map.copyOf(attributes);
  }

  /** A random UUID (version 4). It must be unique, not secret, so the fast generator will do. */
  private static String newId() {
    var random = ThreadLocalRandom.current();
    return new UUID(
            random.nextLong() & ~0xF000L | 0x4000L,
            random.nextLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L)
        .toString();
  }

  /** A new trace without a parent. */
  public static EventMetadata root(@Nullable String source) {
    String id = newId();
    return new EventMetadata(id, newId(), null, id, Instant.now(), source, Map.of());
  }

  /**
   * Metadata of an operation that this one starts: same trace, correlation and source, its own
   * span, no attributes.
   */
  public EventMetadata child() {
    return new EventMetadata(
        traceId, newId(), spanId, correlationId, Instant.now(), source, Map.of());
  }
}
