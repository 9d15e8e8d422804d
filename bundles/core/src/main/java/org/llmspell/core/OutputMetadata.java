package org.llmspell.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an output.
 *
 * @param model the language model that made it
 * @param tokenCount tokens used
 * @param executionTimeMillis how long it took, in milliseconds
 * @param confidence from 0 to 1
 * @param extra anything else, plain values
 */
public record OutputMetadata(
    @Nullable String model,
    @Nullable Integer tokenCount,
    @Nullable Long executionTimeMillis,
    @Nullable Double confidence,
    Map<String, @Nullable Object> extra) {

  /** Nothing is known. */
  public static final OutputMetadata NONE = new OutputMetadata(null, null, null, null, Map.of());

  /** Copies the map and checks the confidence. */
  public OutputMetadata {
    if (confidence != null && !(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("Confidence " + confidence + " is not within 0..1");
    }
    extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
  }

  /** Metadata that has only extra entries. */
  public static OutputMetadata of(Map<String, @Nullable Object> extra) {
    return extra.isEmpty() ? NONE : new OutputMetadata(null, null, null, null, extra);
  }
}
