package org.llmspell.core.state;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Values in scopes; a service. One store serves the whole container. Values are plain ones (text,
 * whole numbers, doubles, booleans, null, lists, maps with text keys); they are copied when they
 * are set and when they are got. Safe to share between threads; each method is one atomic step for
 * the keys that it touches, hooks aside.
 *
 * <p>A write that has returned survives the death of the process when the backend is persistent.
 *
 * <p>Methods throw {@link org.llmspell.core.error.SpellException}: of kind Validation for a key
 * that breaks the rules or a value that is not plain or contains itself, of kind ResourceLimit for
 * a value that is too large, of kind Storage when the store fails, of kind Component when a hook
 * has cancelled the operation.
 */
@ProviderType
public interface StateStore {

  /** The value of a key; empty when there is none or it is null. */
  Optional<Object> get(StateScope scope, String key);

  /** The value of a key in the scope, or in the nearest of its parents that has it. */
  Optional<Object> getInherited(StateScope scope, String key);

  /** Whether there is an entry, be it null. */
  boolean exists(StateScope scope, String key);

  /** Sets a key. */
  void set(StateScope scope, String key, @Nullable Object value, SetOptions options);

  /** Sets a key with {@link SetOptions#DEFAULT}. */
  default void set(StateScope scope, String key, @Nullable Object value) {
    set(scope, key, value, SetOptions.DEFAULT);
  }

  /** Removes a key; says whether it was there. */
  boolean delete(StateScope scope, String key);

  /** The keys of a scope that start with a prefix, in order; an empty prefix for all. */
  List<String> keys(StateScope scope, String prefix);

  /** The entries of a scope, in the order of their keys. */
  Map<String, @Nullable Object> all(StateScope scope);

  /** The scopes that have entries. */
  List<StateScope> scopes();

  /** Removes all entries of a scope; says how many. All or none. */
  long clear(StateScope scope);

  /** Copies all entries into another scope, over those that are there; says how many. */
  long copy(StateScope from, StateScope to);

  /** Moves all entries into another scope, over those that are there; says how many. */
  long move(StateScope from, StateScope to);

  /** The values of those keys that have one. */
  Map<String, @Nullable Object> getAll(StateScope scope, Collection<String> keys);

  /** Sets some keys, all or none. */
  void setAll(StateScope scope, Map<String, ? extends @Nullable Object> values, SetOptions options);

  /** Removes some keys, all or none; says how many were there. */
  long deleteAll(StateScope scope, Collection<String> keys);

  /**
   * Sets a key if its value equals what is expected.
   *
   * @param expected the value that must be there; null when there must be none
   * @return whether it was so
   */
  boolean compareAndSet(
      StateScope scope, String key, @Nullable Object expected, @Nullable Object value);

  /** Sets a key if there is no entry; says whether it did. */
  boolean setIfAbsent(StateScope scope, String key, @Nullable Object value, SetOptions options);

  /**
   * Adds to the whole number of a key; one that is missing counts as 0.
   *
   * @return the new number
   * @throws org.llmspell.core.error.SpellException of kind Validation when the value is something
   *     else or the sum is too large
   */
  long increment(StateScope scope, String key, long delta);

  /** Makes all writes that have returned survive the loss of power. */
  void sync();

  /** Figures. */
  StateInfo info();
}
