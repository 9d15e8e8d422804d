package org.llmspell.core.state;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an agent. The maps are plain values; by convention {@code state} has {@code
 * conversation_history}, {@code context_variables}, {@code tool_usage_stats}, {@code
 * execution_state} and {@code custom_data}, and {@code metadata} has {@code name}, {@code
 * description}, {@code version}, {@code capabilities}, {@code provider_config} and {@code tags}.
 *
 * @param agentId the agent
 * @param agentType its type
 * @param state what it knows and does
 * @param metadata what it is
 * @param created when it was saved for the first time; set by {@link AgentStates#save}
 * @param modified when it was saved last; set by {@link AgentStates#save}
 * @param schemaVersion the version of the shape of {@code state}, 1 or more
 */
public record AgentState(
    String agentId,
    String agentType,
    Map<String, @Nullable Object> state,
    Map<String, @Nullable Object> metadata,
    Instant created,
    Instant modified,
    int schemaVersion) {

  /** Copies the maps. */
  public AgentState {
    state = Collections.unmodifiableMap(new LinkedHashMap<>(state));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** A state that was not saved yet. */
  public static AgentState of(
      String agentId,
      String agentType,
      Map<String, ? extends @Nullable Object> state,
      Map<String, ? extends @Nullable Object> metadata) {
    return new AgentState(
        agentId,
        agentType,
        new LinkedHashMap<>(state),
        new LinkedHashMap<>(metadata),
        Instant.EPOCH,
        Instant.EPOCH,
        1);
  }
}
