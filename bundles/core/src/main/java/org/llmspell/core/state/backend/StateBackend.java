package org.llmspell.core.state.backend;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An open store of byte keys and values, ordered by key as unsigned bytes. Safe to share between
 * threads; reads never wait for writes for long. Arrays are handed over: neither side changes one
 * that it has given or got. Every method throws {@link org.llmspell.core.error.SpellException} of
 * kind Storage when the store fails, is damaged or is closed; what was written before stays.
 *
 * <p>A write that has returned survives the death of the process. It survives the loss of power
 * once {@link #sync()} has returned.
 */
@ConsumerType
public interface StateBackend extends AutoCloseable {

  /** What this store can do, and its name. */
  BackendTraits traits();

  /** The value of a key; null when there is none. */
  byte @Nullable [] get(byte[] key);

  /** Sets one key. */
  default void put(byte[] key, byte[] value) {
    write(List.of(StateWrite.put(key, value)));
  }

  /** Removes one key, which need not exist. */
  default void delete(byte[] key) {
    write(List.of(StateWrite.delete(key)));
  }

  /**
   * Makes changes, all or none, also when the process dies. Of two changes of one key the later one
   * counts. There is no limit on their number but memory.
   */
  void write(List<StateWrite> changes);

  /** Makes all writes that have returned survive the loss of power. */
  void sync();

  /**
   * Visits the entries whose key starts with a prefix, in their order, in constant memory. Sees the
   * store as it was at the start of the call.
   *
   * @param from where to start: the first key that is equal or greater; the prefix itself for all
   */
  default void scan(byte[] prefix, byte[] from, EntryVisitor visitor) {
    try (StateSnapshot snapshot = snapshot()) {
      snapshot.scan(prefix, from, visitor);
    }
  }

  /** The store as it is now; later writes do not change it. The caller closes it. */
  StateSnapshot snapshot();

  /** How many entries there are; may be an estimate when counting would need a walk. */
  long size();

  /**
   * Waits for running calls, writes what is left and lets go of files and memory; closes snapshots
   * that are still open. Must not be called from within a visitor.
   */
  @Override
  void close();
}
