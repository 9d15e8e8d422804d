package org.llmspell.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.store.Keys;
import org.llmspell.state.store.StateRecord;

/** Changes of all entries of a scope: clear, copy, move. Each is one step. */
final class ScopeChanges {
  private final StoreService stores;
  private final Flusher flusher;
  private final EphemeralEntries ephemeral;
  private final Listing listing;

  ScopeChanges(StoreService stores, EphemeralEntries ephemeral, Listing listing) {
    this.stores = stores;
    this.flusher = stores.flusher();
    this.ephemeral = ephemeral;
    this.listing = listing;
  }

  /** Removes the entries of a scope in one step, and those that are put in their place. */
  long clear(StateScope scope) {
    byte[] prefix = Keys.scope(scope);
    List<String> keys = listing.keys(scope, "");
    stores.on(store ->
        store.exclusively(
            "clearing a scope",
            () -> {
              List<StateWrite> changes = new ArrayList<>();
              store
                  .backend()
                  .scan(prefix, prefix, (key, value) -> changes.add(StateWrite.delete(key)));
              store.backend().write(changes);
              return true;
            }));
    ephemeral.each(scope, (key, record) -> ephemeral.remove(new Address(scope, key)));
    flusher.written();
    return keys.size();
  }

  /** Copies or moves the entries of a scope in one step. */
  long transfer(StateScope from, StateScope to, boolean move) {
    if (from.equals(to)) {
      return listing.keys(from, "").size();
    }
    byte[] prefix = Keys.scope(from);
    long stored =
        stores.on(store ->
            store.exclusively(
                move ? "moving a scope" : "copying a scope",
                () -> {
                  List<StateWrite> changes = new ArrayList<>();
                  long[] count = {0};
                  store
                      .backend()
                      .scan(
                          prefix,
                          prefix,
                          (key, bytes) -> {
                            if (move) {
                              changes.add(StateWrite.delete(key));
                            }
                            StateRecord record = store.codec().decode(key, bytes);
                            if (!record.isExpired(store.clock().millis())) {
                              String name = KeyRules.check(to, Keys.tail(key, prefix.length));
                              changes.add(store.put(Keys.state(to, name), record));
                              count[0]++;
                            }
                            return true;
                          });
                  store.backend().write(changes);
                  return count[0];
                }));
    flusher.written();
    return stored + transferEphemeral(from, to, move);
  }

  private long transferEphemeral(StateScope from, StateScope to, boolean move) {
    Map<String, StateRecord> found = new LinkedHashMap<>();
    ephemeral.each(from, found::put);
    found.forEach((key, record) -> {
      ephemeral.put(Address.of(to, key), record);
      if (move) {
        ephemeral.remove(new Address(from, key));
      }
    });
    return found.size();
  }
}
