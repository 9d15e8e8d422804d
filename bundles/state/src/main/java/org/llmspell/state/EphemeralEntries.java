package org.llmspell.state;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.StateScope;
import org.llmspell.state.store.OpenStore;
import org.llmspell.state.store.RecordCodec;
import org.llmspell.state.store.StateRecord;

/**
 * Entries that are in memory only. When there are too many, any of them goes; those whose time is
 * over go by and by.
 */
final class EphemeralEntries implements Upkeep.Chore {
  static final int LIMIT = 10_000;

  private static final byte[] NO_KEY = {};

  private final Map<Address, byte[]> entries = new ConcurrentHashMap<>();
  private final RecordCodec codec;
  private final int limit;
  private final AtomicLong due = new AtomicLong(StateRecord.NEVER);

  /**
   * None yet.
   *
   * @param awaken is called when the first of them gets a time
   */
  EphemeralEntries(int maxValueBytes, int limit, Runnable awaken) {
    this.codec = new RecordCodec(-1, maxValueBytes, null);
    this.limit = limit;
    codec.onExpiring(millis -> {
      if (millis < due.get()) {
        due.accumulateAndGet(millis, Math::min);
        awaken.run();
      }
    });
  }

  @Override
  public boolean isPending() {
    return due.get() != StateRecord.NEVER;
  }

  @Override
  public boolean isDue(long nowMillis) {
    return due.get() <= nowMillis;
  }

  @Override
  public void run(OpenStore store, Pace pace) {
    due.set(StateRecord.NEVER);
    long now = store.clock().millis();
    // One that is set anew meanwhile is another array, and stays.
    entries.entrySet().removeIf(entry -> RecordCodec.isExpired(entry.getValue(), now));
    long next =
        entries.values().stream()
            .mapToLong(bytes -> codec.header(NO_KEY, bytes).expiresMillis())
            .min()
            .orElse(StateRecord.NEVER);
    due.accumulateAndGet(next, Math::min);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  int size() {
    return entries.size();
  }

  @Nullable StateRecord get(Address address) {
    byte[] bytes = entries.get(address);
    return bytes == null ? null : codec.decode(NO_KEY, bytes);
  }

  void put(Address address, StateRecord record) {
    entries.put(address, codec.encode(NO_KEY, record));
    if (entries.size() > limit) {
      Iterator<Address> all = entries.keySet().iterator();
      while (entries.size() > limit && all.hasNext()) {
        Address one = all.next();
        if (!one.equals(address)) {
          all.remove();
        }
      }
    }
  }

  boolean remove(Address address) {
    return entries.remove(address) != null;
  }

  void each(StateScope scope, BiConsumer<String, StateRecord> visitor) {
    entries.forEach((address, bytes) -> {
      if (address.scope().equals(scope)) {
        visitor.accept(address.key(), codec.decode(NO_KEY, bytes));
      }
    });
  }

  Iterable<Address> addresses() {
    return entries.keySet();
  }
}
