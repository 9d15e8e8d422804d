package org.llmspell.core.state.backend;

import org.jspecify.annotations.Nullable;

/**
 * One change of a batch. The arrays are not copied.
 *
 * @param key the key
 * @param value the new value; null to remove the key
 */
@SuppressWarnings("ArrayRecordComponent") // Only carried, never compared; a copy would cost.
public record StateWrite(byte[] key, byte @Nullable [] value) {

  /** Sets a key. */
  public static StateWrite put(byte[] key, byte[] value) {
    return new StateWrite(key, value);
  }

  /** Removes a key. */
  public static StateWrite delete(byte[] key) {
    return new StateWrite(key, null);
  }
}
