package org.llmspell.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.replay.HookExecution;
import org.llmspell.core.hook.replay.HookRecorder;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.StateRecord;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Keeps runs of hooks in the store of the container. Only there while state outlives the process.
 */
@Component(
    name = "org.llmspell.state.hook-history",
    enabled = false,
    property = "service.ranking:Integer=100")
public final class StoredHistory implements HookRecorder {
  private final StoreService stores;
  private volatile boolean recording;

  /** In the store of the container; does not record yet. */
  @Activate
  public StoredHistory(@Reference StoreService stores) {
    this.stores = stores;
  }

  @Override
  public boolean isRecording() {
    return recording;
  }

  @Override
  public void setRecording(boolean newRecording) {
    recording = newRecording;
  }

  @Override
  public void record(HookExecution execution) {
    byte[] key =
        Keys.of(Keys.HOOK_HISTORY, execution.correlationId(), execution.executionId().toString());
    var record = StateRecord.of(write(execution), execution.timestamp().toEpochMilli());
    stores.on(store ->
        store.writing(() -> {
          store.backend().put(key, store.codec().encode(key, record));
          return true;
        }));
    stores.flusher().written();
  }

  private static Map<String, @Nullable Object> write(HookExecution execution) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("hook_id", execution.hookId());
    form.put("execution_id", execution.executionId().toString());
    form.put("correlation_id", execution.correlationId());
    form.put("hook_context", execution.context());
    form.put("result", execution.result());
    form.put("timestamp", execution.timestamp().toString());
    form.put("duration_nanos", execution.duration().toNanos());
    form.put("metadata", execution.metadata());
    return form;
  }

  @SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
  private static HookExecution read(StateRecord record) {
    Map<String, @Nullable Object> form = AgentForm.map(record.value());
    Map<String, String> metadata = new LinkedHashMap<>();
    AgentForm.map(form.get("metadata"))
        .forEach((name, value) -> metadata.put(name, String.valueOf(value)));
    return new HookExecution(
        String.valueOf(form.get("hook_id")),
        UUID.fromString(String.valueOf(form.get("execution_id"))),
        String.valueOf(form.get("correlation_id")),
        AgentForm.map(form.get("hook_context")),
        AgentForm.map(form.get("result")),
        Instant.parse(String.valueOf(form.get("timestamp"))),
        Duration.ofNanos(
            form.get("duration_nanos") instanceof Number nanos ? nanos.longValue() : 0),
        metadata);
  }

  @Override
  public List<HookExecution> find(Predicate<HookExecution> filter) {
    byte[] prefix = Keys.prefix(Keys.HOOK_HISTORY);
    return stores.on(store -> {
      List<HookExecution> found = new ArrayList<>();
      store
          .backend()
          .scan(
              prefix,
              prefix,
              (key, bytes) -> {
                HookExecution execution = read(store.codec().decode(key, bytes));
                if (filter.test(execution)) {
                  found.add(execution);
                }
                return true;
              });
      found.sort(Comparator.comparing(HookExecution::timestamp));
      return found;
    });
  }

  @Override
  public void clear() {
    byte[] prefix = Keys.prefix(Keys.HOOK_HISTORY);
    stores.on(store ->
        store.exclusively(
            "forgetting runs of hooks",
            () -> {
              List<StateWrite> changes = new ArrayList<>();
              store
                  .backend()
                  .scan(prefix, prefix, (key, value) -> changes.add(StateWrite.delete(key)));
              store.backend().write(changes);
              return true;
            }));
  }
}
