package org.llmspell.state;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.StateClass;
import org.llmspell.core.state.backend.StateWrite;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.RecordCodec;
import org.llmspell.state.store.StateRecord;

/**
 * Single entries without hooks and events: those in the store and those in memory only. A change of
 * one key is done under the lock of the key, so that a change that depends on the value before is
 * atomic.
 */
final class Entries {
  private final StoreService stores;
  private final Flusher flusher;
  private final EphemeralEntries ephemeral;
  private final KeyLocks locks = new KeyLocks();

  Entries(StoreService stores, EphemeralEntries ephemeral) {
    this.stores = stores;
    this.flusher = stores.flusher();
    this.ephemeral = ephemeral;
  }

  private <T extends @Nullable Object> T on(Function<OpenStore, T> work) {
    return stores.on(work);
  }

  /** Does something while no other change of the keys happens. */
  <T extends @Nullable Object> T locked(Collection<Address> addresses, Supplier<T> work) {
    return locks.withAll(addresses.stream().map(Address::key).toList(), work);
  }

  /** Does something while no other change of the key happens. */
  <T extends @Nullable Object> T locked(Address address, Supplier<T> work) {
    return locks.with(address.key(), work);
  }

  /** The record of an entry; null when there is none or its time is over. */
  @Nullable StateRecord read(Address address) {
    if (!ephemeral.isEmpty()) {
      StateRecord record = ephemeral.get(address);
      if (record != null) {
        return alive(address, record);
      }
    }
    byte[] key = address.bytes();
    StateRecord record =
        on(store -> {
          byte[] bytes = store.reading(() -> store.backend().get(key));
          return bytes == null ? null : store.codec().decode(key, bytes);
        });
    return record == null ? null : alive(address, record);
  }

  private @Nullable StateRecord alive(Address address, StateRecord record) {
    if (record.expiresMillis() == StateRecord.NEVER || !record.isExpired(now())) {
      return record;
    }
    removeExpired(address);
    return null;
  }

  private long now() {
    return stores.open().clock().millis();
  }

  private void removeExpired(Address address) {
    byte[] key = address.bytes();
    // Under the lock, because somebody may set it anew meanwhile.
    locked(
        address,
        () -> {
          StateRecord inMemory = ephemeral.get(address);
          if (inMemory != null && inMemory.isExpired(now())) {
            ephemeral.remove(address);
          }
          return on(store ->
              store.writing(() -> {
                byte[] bytes = store.backend().get(key);
                if (bytes != null && RecordCodec.isExpired(bytes, now())) {
                  store.backend().delete(key);
                }
                return true;
              }));
        });
  }

  /** Sets an entry, under its lock. */
  void put(Setting setting) {
    put(setting, false);
  }

  /**
   * Sets an entry, under its lock.
   *
   * @param safely whether it is to survive the loss of power when this returns
   */
  void put(Setting setting, boolean safely) {
    Address address = setting.address();
    StateClass stateClass = setting.stateClass();
    if (stateClass == StateClass.EPHEMERAL) {
      ephemeral.put(address, record(setting, stateClass, now()));
      if (setting.options().stateClass() != null
          && StateClass.ofKey(address.key()) != StateClass.EPHEMERAL) {
        remove(address.bytes());
      }
      return;
    }
    byte[] key = address.bytes();
    // Encoded inside, so that it is written before its encryption key can be forgotten.
    on(store ->
        store.writing(() -> {
          StateRecord record = record(setting, stateClass, store.clock().millis());
          byte[] bytes = store.codec().encode(key, record);
          if (safely) {
            flusher.write(store, List.of(StateWrite.put(key, bytes)));
          } else {
            store.backend().put(key, bytes);
          }
          return true;
        }));
    if (!ephemeral.isEmpty()) {
      ephemeral.remove(address);
    }
  }

  private static StateRecord record(Setting setting, StateClass stateClass, long now) {
    Duration ttl = setting.options().ttl();
    return new StateRecord(
        setting.value(),
        now,
        1,
        stateClass,
        ttl == null ? StateRecord.NEVER : now + ttl.toMillis());
  }

  /** Sets entries, all or none as far as they are stored, under their locks. */
  void putAll(Collection<Setting> settings) {
    List<Setting> stored =
        settings.stream().filter(one -> one.stateClass() != StateClass.EPHEMERAL).toList();
    on(store ->
        store.writing(() -> {
          long now = store.clock().millis();
          store
              .backend()
              .write(
                  stored.stream()
                      .map(one ->
                          store.put(one.address().bytes(), record(one, one.stateClass(), now)))
                      .toList());
          return true;
        }));
    stored.forEach(one -> ephemeral.remove(one.address()));
    settings.stream().filter(one -> one.stateClass() == StateClass.EPHEMERAL).forEach(this::put);
  }

  /** Removes entries, all or none as far as they are stored, under their locks. */
  void removeAll(Collection<Address> addresses) {
    if (addresses.isEmpty()) {
      return;
    }
    List<StateWrite> changes =
        addresses.stream().map(address -> StateWrite.delete(address.bytes())).toList();
    on(store ->
        store.writing(() -> {
          store.backend().write(changes);
          return true;
        }));
    addresses.forEach(ephemeral::remove);
  }

  /** Removes an entry, under its lock. */
  void remove(Address address) {
    remove(address.bytes());
    ephemeral.remove(address);
  }

  private void remove(byte[] key) {
    on(store ->
        store.writing(() -> {
          store.backend().delete(key);
          return true;
        }));
  }

  /** Whether an entry is to survive the loss of power once it is set. */
  boolean isSafe(Setting setting) {
    return setting.options().durable() || flusher.isUrgent(setting.address().key());
  }

  /** Makes a write that has happened as safe as it is wanted; not under a lock. */
  void settle(String key, boolean durable) {
    if (durable || flusher.isUrgent(key)) {
      flusher.commit();
    } else {
      flusher.written();
    }
  }
}
