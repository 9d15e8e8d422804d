package org.llmspell.workflows;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.SetOptions;
import org.llmspell.core.state.StateInfo;
import org.llmspell.core.state.StateScope;
import org.llmspell.core.state.StateStore;
import org.llmspell.core.state.backend.BackendTraits;

/** State that outlives the death of its process, which can be had at any write. */
final class MortalState implements StateStore {
  private final Map<StateScope, Map<String, @Nullable Object>> scopes = new LinkedHashMap<>();
  private boolean persistent = true;
  private boolean dead;
  private long writes;
  private long last = Long.MAX_VALUE;
  private boolean written;

  /** The process is dead; nothing can catch that. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Dies at a write.
   *
   * @param number of the write, counted from now and 1
   * @param done whether it is done before
   */
  synchronized void dieAt(long number, boolean done) {
    last = writes + number;
    written = done;
  }

  /** Dies now, or has died already. */
  synchronized Death die() {
    dead = true;
    return new Death();
  }

  synchronized void checkAlive() {
    if (dead) {
      throw new Death();
    }
  }

  /** A new process. */
  synchronized void live() {
    dead = false;
    last = Long.MAX_VALUE;
  }

  MortalState inMemory() {
    persistent = false;
    return this;
  }

  synchronized long writes() {
    return writes;
  }

  private synchronized <T> T write(Supplier<T> work) {
    checkAlive();
    if (++writes == last && !written) {
      throw die();
    }
    T done = work.get();
    if (writes == last) {
      throw die();
    }
    return done;
  }

  private Map<String, @Nullable Object> scope(StateScope scope) {
    return scopes.computeIfAbsent(scope, _ -> new TreeMap<>());
  }

  /** A copy, as that of a store: of plain values only. */
  private static @Nullable Object copy(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copied = new LinkedHashMap<>();
        map.forEach((key, item) -> copied.put((String) key, copy(item)));
        yield copied;
      }
      case List<?> list -> {
        List<@Nullable Object> copied = new ArrayList<>();
        list.forEach(item -> copied.add(copy(item)));
        yield copied;
      }
      case null -> null;
      case String _, Long _, Double _, Boolean _ -> value;
      case Integer number -> number.longValue();
      default -> throw SpellException.validation("value", "no plain form: " + value.getClass());
    };
  }

  @Override
  public synchronized Optional<Object> get(StateScope scope, String key) {
    return Optional.ofNullable(copy(scope(scope).get(key)));
  }

  @Override
  public Optional<Object> getInherited(StateScope scope, String key) {
    return get(scope, key);
  }

  @Override
  public synchronized boolean exists(StateScope scope, String key) {
    return scope(scope).containsKey(key);
  }

  @Override
  public void set(StateScope scope, String key, @Nullable Object value, SetOptions options) {
    Object copied = copy(value);
    write(() -> {
      scope(scope).put(key, copied);
      return true;
    });
  }

  @Override
  public boolean delete(StateScope scope, String key) {
    return deleteAll(scope, List.of(key)) > 0;
  }

  @Override
  public synchronized List<String> keys(StateScope scope, String prefix) {
    return scope(scope).keySet().stream().filter(key -> key.startsWith(prefix)).toList();
  }

  @Override
  public synchronized Map<String, @Nullable Object> all(StateScope scope) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    scope(scope).forEach((key, value) -> all.put(key, copy(value)));
    return all;
  }

  @Override
  public synchronized List<StateScope> scopes() {
    return scopes.entrySet().stream()
        .filter(scope -> !scope.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public long clear(StateScope scope) {
    return deleteAll(scope, keys(scope, ""));
  }

  @Override
  public long copy(StateScope from, StateScope to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long move(StateScope from, StateScope to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, @Nullable Object> getAll(StateScope scope, Collection<String> keys) {
    Map<String, @Nullable Object> all = all(scope);
    all.keySet().retainAll(keys);
    return all;
  }

  @Override
  public void setAll(
      StateScope scope, Map<String, ? extends @Nullable Object> values, SetOptions options) {
    Map<String, @Nullable Object> copied = new LinkedHashMap<>();
    values.forEach((key, value) -> copied.put(key, copy(value)));
    write(() -> {
      scope(scope).putAll(copied);
      return true;
    });
  }

  @Override
  public long deleteAll(StateScope scope, Collection<String> keys) {
    List<String> gone = List.copyOf(keys);
    return write(() ->
        gone.stream()
            .filter(key -> scope(scope).containsKey(key))
            .peek(scope(scope)::remove)
            .count());
  }

  @Override
  public boolean compareAndSet(
      StateScope scope, String key, @Nullable Object expected, @Nullable Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean setIfAbsent(
      StateScope scope, String key, @Nullable Object value, SetOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long increment(StateScope scope, String key, long delta) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void sync() {}

  @Override
  public StateInfo info() {
    return new StateInfo(
        new BackendTraits("mortal", persistent, true, true, true, true, 1, 1),
        Optional.empty(),
        0,
        0,
        0,
        false);
  }
}
