package org.llmspell.core.stream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a chunk.
 *
 * @param last whether it is the last one
 * @param tokenCount tokens in it, when counted
 * @param model the model that made it
 * @param reasoningStep the step of reasoning that it belongs to
 */
public record ChunkMetadata(
    boolean last,
    @Nullable Integer tokenCount,
    @Nullable String model,
    @Nullable ReasoningStep reasoningStep) {

  /** Metadata that says no more than whether the chunk is the last one. */
  public static ChunkMetadata of(boolean last) {
    return new ChunkMetadata(last, null, null, null);
  }

  /**
   * A step of reasoning.
   *
   * @param type what is done in it
   * @param number counted from 1
   * @param properties anything else
   */
  public record ReasoningStep(String type, int number, Map<String, @Nullable Object> properties) {
    /** Copies the map. */
    public ReasoningStep {
      properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
  }
}
