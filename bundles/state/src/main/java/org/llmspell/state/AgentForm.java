package org.llmspell.state;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.AgentState;
import org.llmspell.state.store.StateRecord;

/** The state of an agent as a plain value. */
final class AgentForm {
  private AgentForm() {}

  static Map<String, @Nullable Object> write(AgentState state) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("agent_id", state.agentId());
    form.put("agent_type", state.agentType());
    form.put("state", state.state());
    form.put("metadata", state.metadata());
    form.put("creation_time", state.created().toString());
    form.put("last_modified", state.modified().toString());
    form.put("schema_version", (long) state.schemaVersion());
    return form;
  }

  @SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
  static AgentState read(String agentId, StateRecord record) {
    Map<String, @Nullable Object> form = map(record.value());
    return new AgentState(
        agentId,
        String.valueOf(form.get("agent_type")),
        map(form.get("state")),
        map(form.get("metadata")),
        Instant.parse(String.valueOf(form.get("creation_time"))),
        Instant.parse(String.valueOf(form.get("last_modified"))),
        record.schemaVersion());
  }

  @SuppressWarnings("unchecked") // plain maps have text keys
  static Map<String, @Nullable Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }
}
