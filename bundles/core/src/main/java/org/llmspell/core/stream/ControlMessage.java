package org.llmspell.core.stream;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A word about a stream itself. */
public sealed interface ControlMessage {

  /** The stream begins. */
  record StreamStart(@Nullable Integer expectedChunks, Map<String, @Nullable Object> config)
      implements ControlMessage {
    /** Copies the map. */
    public StreamStart {
      config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    }
  }

  /** The stream has ended. */
  record StreamEnd(int totalChunks, @Nullable Integer totalTokens, long durationMillis)
      implements ControlMessage {}

  /** The stream was cut off. */
  record StreamCancelled(String reason) implements ControlMessage {}

  /** Nothing new, but still alive. */
  record Heartbeat() implements ControlMessage {}

  /** How much may still be asked for, and when the count starts again. */
  record RateLimit(int remaining, Instant resetAt) implements ControlMessage {}

  /** Anything else, between a component and those who know it. */
  record Custom(String messageType, Map<String, @Nullable Object> payload)
      implements ControlMessage {
    /** Copies the map. */
    public Custom {
      payload = Collections.unmodifiableMap(new LinkedHashMap<>(payload));
    }
  }
}
