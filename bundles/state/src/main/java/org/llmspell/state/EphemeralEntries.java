package org.llmspell.state;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.StateScope;
import org.llmspell.state.store.RecordCodec;
import org.llmspell.state.store.StateRecord;

/** Entries that are in memory only. When there are too many, any of them goes. */
final class EphemeralEntries {
  static final int LIMIT = 10_000;

  private static final byte[] NO_KEY = {};

  private final Map<Address, byte[]> entries = new ConcurrentHashMap<>();
  private final RecordCodec codec;
  private final int limit;

  EphemeralEntries(int maxValueBytes, int limit) {
    this.codec = new RecordCodec(-1, maxValueBytes, null);
    this.limit = limit;
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
