package org.llmspell.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.state.AgentState;
import org.llmspell.core.state.AgentStates;
import org.llmspell.core.state.StateClass;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.StateRecord;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Keeps the states of agents; one lock for each agent. */
@Component(service = AgentStates.class)
public final class AgentStateService implements AgentStates {
  private static final HookPoint SAVE = new HookPoint.Custom("agent_state_save");
  private static final HookPoint DELETE = new HookPoint.Custom("agent_state_delete");

  private final StoreService stores;
  private final Surroundings surroundings;
  private final KeyLocks locks = new KeyLocks();

  /** In the store of the container. */
  @Activate
  public AgentStateService(@Reference StoreService stores, @Reference StateService state) {
    this(stores, state.surroundings());
  }

  AgentStateService(StoreService stores, Surroundings surroundings) {
    this.stores = stores;
    this.surroundings = surroundings;
  }

  private static byte[] key(String agentId) {
    if (agentId.isEmpty()) {
      throw SpellException.validation("agent_id", "The id of an agent cannot be empty");
    }
    return Keys.of(Keys.AGENT_STATE, agentId);
  }

  @Override
  public void save(AgentState state) {
    byte[] key = key(state.agentId());
    ask(SAVE, "save_agent_state", state.agentId(), () -> AgentForm.write(state));
    locks.with(state.agentId(), () -> write(key, state));
    told(state);
  }

  private AgentState write(byte[] key, AgentState state) {
    AgentState kept = stores.on(store -> write(store, key, state));
    stores.flusher().written();
    return kept;
  }

  @SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
  private static AgentState write(OpenStore store, byte[] key, AgentState state) {
    return store.writing(() -> {
      StateRecord before = store.read(key);
      Instant now = Instant.ofEpochMilli(store.clock().millis());
      Instant created = before == null ? now : AgentForm.read(state.agentId(), before).created();
      var stamped =
          new AgentState(
              state.agentId(),
              state.agentType(),
              state.state(),
              state.metadata(),
              created,
              now,
              state.schemaVersion());
      store
          .backend()
          .put(
              key,
              store
                  .codec()
                  .encode(
                      key,
                      new StateRecord(
                          Redaction.forStorage(AgentForm.write(stamped)),
                          now.toEpochMilli(),
                          state.schemaVersion(),
                          StateClass.STANDARD,
                          StateRecord.NEVER)));
      return stamped;
    });
  }

  private void told(AgentState state) {
    surroundings.publish(
        "agent_state.saved",
        () ->
            Map.of(
                "agent_id",
                state.agentId(),
                "agent_type",
                state.agentType(),
                "schema_version",
                (long) state.schemaVersion()));
  }

  private void ask(
      HookPoint point,
      String operation,
      String agentId,
      Supplier<Map<String, @Nullable Object>> state) {
    if (!surroundings.hasHooks(point)) {
      return;
    }
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("operation", operation);
    data.put("agent_id", agentId);
    data.put("state", Redaction.value(state.get()));
    HookOutcome outcome =
        surroundings.fire(point, data, Map.of("operation", operation, "agent_id", agentId));
    outcome
        .find(HookResult.Cancel.class)
        .ifPresent(cancel -> {
          throw HookRefusal.error(
              "The state of agent '%s' was not changed: a hook cancelled it: %s"
                  .formatted(agentId, cancel.reason()));
        });
  }

  @Override
  public Optional<AgentState> load(String agentId) {
    byte[] key = key(agentId);
    StateRecord record = stores.on(store -> store.reading(() -> store.read(key)));
    return record == null ? Optional.empty() : Optional.of(AgentForm.read(agentId, record));
  }

  @Override
  public Optional<AgentState> update(String agentId, UnaryOperator<AgentState> change) {
    byte[] key = key(agentId);
    Optional<AgentState> changed =
        locks.with(agentId, () -> load(agentId).map(change).map(state -> write(key, state)));
    changed.ifPresent(this::told);
    return changed;
  }

  @Override
  public boolean delete(String agentId) {
    byte[] key = key(agentId);
    ask(DELETE, "delete_agent_state", agentId, LinkedHashMap::new);
    boolean there =
        locks.with(
            agentId,
            () ->
                stores.on(store ->
                    store.writing(() -> {
                      boolean found = store.backend().get(key) != null;
                      store.backend().delete(key);
                      return found;
                    })));
    if (there) {
      stores.flusher().written();
      surroundings.publish("agent_state.deleted", () -> Map.of("agent_id", agentId));
    }
    return there;
  }

  @Override
  public List<String> list() {
    byte[] prefix = Keys.prefix(Keys.AGENT_STATE);
    return stores.on(store ->
        store.reading(() -> {
          List<String> ids = new ArrayList<>();
          store
              .backend()
              .scan(prefix, prefix, (key, value) -> ids.add(Keys.tail(key, prefix.length)));
          return ids;
        }));
  }

  @Override
  public Optional<Map<String, @Nullable Object>> metadata(String agentId) {
    return load(agentId).map(AgentState::metadata);
  }
}
