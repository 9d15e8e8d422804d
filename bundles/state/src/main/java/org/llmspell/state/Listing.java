package org.llmspell.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.StateScope;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.RecordCodec;
import org.llmspell.state.store.StateRecord;

/** Lists the entries of a scope, and the scopes: those in the store and those in memory only. */
final class Listing {
  private final StoreService stores;
  private final EphemeralEntries ephemeral;

  Listing(StoreService stores, EphemeralEntries ephemeral) {
    this.stores = stores;
    this.ephemeral = ephemeral;
  }

  List<String> keys(StateScope scope, String prefix) {
    byte[] start = Keys.scope(scope);
    byte[] from = Keys.state(scope, prefix);
    Set<String> keys = new LinkedHashSet<>();
    List<String> stored =
        stores.on(store -> {
          List<String> found = new ArrayList<>();
          long now = store.clock().millis();
          return store.reading(() -> {
            found.clear();
            store
                .backend()
                .scan(
                    from,
                    from,
                    (key, value) -> {
                      if (!RecordCodec.isExpired(value, now)) {
                        found.add(Keys.tail(key, start.length));
                      }
                      return true;
                    });
            return found;
          });
        });
    if (ephemeral.isEmpty()) {
      return stored;
    }
    keys.addAll(stored);
    ephemeral.each(
        scope,
        (key, record) -> {
          if (key.startsWith(prefix) && !record.isExpired(stores.open().clock().millis())) {
            keys.add(key);
          }
        });
    return keys.stream().sorted().toList();
  }

  Map<String, @Nullable Object> all(StateScope scope) {
    Map<String, @Nullable Object> values = records(scope);
    if (ephemeral.isEmpty()) {
      return values;
    }
    Map<String, @Nullable Object> sorted = new TreeMap<>(values);
    ephemeral.each(
        scope,
        (key, record) -> {
          if (!record.isExpired(stores.open().clock().millis())) {
            sorted.put(key, record.value());
          }
        });
    return sorted;
  }

  private Map<String, @Nullable Object> records(StateScope scope) {
    byte[] prefix = Keys.scope(scope);
    return stores.on(store -> {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      return store.reading(() -> {
        values.clear();
        store
            .backend()
            .scan(
                prefix,
                prefix,
                (key, bytes) -> {
                  StateRecord record = store.codec().decode(key, bytes);
                  if (!record.isExpired(store.clock().millis())) {
                    values.put(Keys.tail(key, prefix.length), record.value());
                  }
                  return true;
                });
        return values;
      });
    });
  }

  Set<StateScope> scopes() {
    Set<StateScope> scopes =
        new LinkedHashSet<>(stores.on(store -> store.reading(() -> Scopes.of(store.backend()))));
    ephemeral.addresses().forEach(address -> scopes.add(address.scope()));
    return scopes;
  }
}
