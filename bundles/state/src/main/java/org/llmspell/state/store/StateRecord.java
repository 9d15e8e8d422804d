package org.llmspell.state.store;

import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.StateClass;

/**
 * What is stored under a key.
 *
 * @param value a plain value
 * @param modifiedMillis when it was written, in milliseconds since 1970
 * @param schemaVersion the version of the shape of the value; 0 or more, 1 when nobody cares
 * @param stateClass what sort of data it is
 * @param expiresMillis from when on it is gone; {@link #NEVER} for never
 */
public record StateRecord(
    @Nullable Object value,
    long modifiedMillis,
    int schemaVersion,
    StateClass stateClass,
    long expiresMillis) {

  /** Does not expire. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Checks the version. */
  public StateRecord {
    if (schemaVersion < 0) {
      throw new IllegalArgumentException("The schema version is below 0: " + schemaVersion);
    }
  }

  /** A standard record of version 1 that does not expire. */
  public static StateRecord of(@Nullable Object value, long modifiedMillis) {
    return new StateRecord(value, modifiedMillis, 1, StateClass.STANDARD, NEVER);
  }

  /** The same record with another value of another version. */
  public StateRecord with(@Nullable Object newValue, int newSchemaVersion) {
    return new StateRecord(newValue, modifiedMillis, newSchemaVersion, stateClass, expiresMillis);
  }

  /** Whether it is gone at a time. */
  public boolean isExpired(long nowMillis) {
    return nowMillis >= expiresMillis;
  }
}
