package org.llmspell.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.ArtifactIndex;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.StateRecord;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The index of artifacts: one entry for each pair of a key and an artifact. */
@Component(service = ArtifactIndex.class)
public final class ArtifactService implements ArtifactIndex {
  private final StoreService stores;

  /** In the store of the container. */
  @Activate
  public ArtifactService(@Reference StoreService stores) {
    this.stores = stores;
  }

  @Override
  public void track(String key, String artifactId, String correlationId) {
    byte[] address = Keys.of(Keys.ARTIFACT, key, artifactId);
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("key", key);
    form.put("artifact_id", artifactId);
    form.put("correlation_id", correlationId);
    stores.on(store ->
        store.writing(() -> {
          long now = store.clock().millis();
          form.put("timestamp", now);
          store.backend().put(address, store.codec().encode(address, StateRecord.of(form, now)));
          return true;
        }));
    stores.flusher().written();
  }

  @Override
  public List<Entry> ofKey(String key) {
    return find(Keys.of(Keys.ARTIFACT, key, ""), entry -> true);
  }

  @Override
  public List<Entry> ofCorrelation(String correlationId) {
    return find(Keys.prefix(Keys.ARTIFACT), entry -> entry.correlationId().equals(correlationId));
  }

  @Override
  public List<Entry> lineage(String artifactId) {
    List<Entry> all = find(Keys.prefix(Keys.ARTIFACT), entry -> true);
    Set<String> work =
        all.stream()
            .filter(entry -> entry.artifactId().equals(artifactId))
            .map(Entry::correlationId)
            .collect(Collectors.toSet());
    return all.stream().filter(entry -> work.contains(entry.correlationId())).toList();
  }

  private List<Entry> find(byte[] prefix, Predicate<Entry> filter) {
    List<Entry> found =
        stores.on(store ->
            store.reading(() -> {
              List<Entry> entries = new ArrayList<>();
              store
                  .backend()
                  .scan(
                      prefix,
                      prefix,
                      (key, bytes) -> {
                        Entry entry = entry(store.codec().decode(key, bytes));
                        if (filter.test(entry)) {
                          entries.add(entry);
                        }
                        return true;
                      });
              return entries;
            }));
    found.sort(Comparator.comparing(Entry::timestamp));
    return found;
  }

  private static Entry entry(StateRecord record) {
    Map<String, @Nullable Object> form = AgentForm.map(record.value());
    return new Entry(
        String.valueOf(form.get("key")),
        String.valueOf(form.get("artifact_id")),
        String.valueOf(form.get("correlation_id")),
        Instant.ofEpochMilli(record.modifiedMillis()));
  }

  @Override
  public long forget(String key) {
    byte[] prefix = Keys.of(Keys.ARTIFACT, key, "");
    long count =
        stores.on(store ->
            store.exclusively(
                "forgetting artifacts",
                () -> {
                  List<StateWrite> changes = new ArrayList<>();
                  store
                      .backend()
                      .scan(
                          prefix, prefix, (found, value) -> changes.add(StateWrite.delete(found)));
                  store.backend().write(changes);
                  return (long) changes.size();
                }));
    stores.flusher().written();
    return count;
  }
}
