package org.llmspell.state.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateProgress;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateWrite;

/**
 * The store that is open now: the backend and what lies above its bytes. Ordinary reads and writes
 * go through {@link #reading} and {@link #writing}; bulk changes through {@link #exclusively}, with
 * a {@link PendingTask} when they are more than one batch. Safe to share between threads.
 */
public final class OpenStore implements AutoCloseable {
  private static final String TASK = "task:";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final StateBackend backend;
  private final @Nullable Path folder;
  private final RecordCodec codec;
  private final @Nullable KeyRing keys;
  private final InstantSource clock;
  private final Gate gate = new Gate(PATIENCE);
  private volatile boolean closed;

  /**
   * A store.
   *
   * @param folder the folder of the state; null when nothing is on disk
   * @param keys the keys of the codec; null when it has none
   */
  public OpenStore(
      StateBackend backend,
      @Nullable Path folder,
      RecordCodec codec,
      @Nullable KeyRing keys,
      InstantSource clock) {
    this.backend = backend;
    this.folder = folder;
    this.codec = codec;
    this.keys = keys;
    this.clock = clock;
  }

  /** A store over a backend that neither encrypts nor has a folder, for example in tests. */
  public static OpenStore over(StateBackend backend) {
    return new OpenStore(backend, null, RecordCodec.plain(), null, InstantSource.system());
  }

  /** The backend. Inside of {@link #exclusively} it may be used directly. */
  public StateBackend backend() {
    return backend;
  }

  /** The folder of the state, in which the backend has a folder of its own; empty for memory. */
  public Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  /** Turns records into bytes and back. */
  public RecordCodec codec() {
    return codec;
  }

  /** The keys of entries; empty when none were ever encrypted. */
  public Optional<KeyRing> keys() {
    return Optional.ofNullable(keys);
  }

  /** Whether encryption is on. */
  public boolean isEncrypting() {
    return codec.isEncrypting();
  }

  /** The time that records get. */
  public InstantSource clock() {
    return clock;
  }

  /** Whether another store has taken its place, or state has ended. */
  public boolean isClosed() {
    return closed;
  }

  /** Does a read; it may be done twice when bulk work comes in between. */
  public <T extends @Nullable Object> T reading(Supplier<T> read) {
    return gate.read(read);
  }

  /**
   * Does a write, or a read that belongs to one. Must not be inside another. What is written has to
   * be encoded inside, or it may be encrypted with a key that nobody knows any more.
   */
  public <T extends @Nullable Object> T writing(Supplier<T> write) {
    return gate.pass(write);
  }

  /**
   * Does bulk work while ordinary reads and writes wait. May be inside itself, and may make
   * ordinary calls from its own thread.
   *
   * @param name what people know it as, for the message that those get who have waited too long
   */
  public <T extends @Nullable Object> T exclusively(String name, Supplier<T> work) {
    return gate.alone(name, work);
  }

  /** The record under a key; null when there is none. Does not look whether it has expired. */
  public @Nullable StateRecord read(byte[] key) {
    byte[] bytes = backend.get(key);
    return bytes == null ? null : codec.decode(key, bytes);
  }

  /** The change that stores a record. */
  public StateWrite put(byte[] key, StateRecord record) {
    return StateWrite.put(key, codec.encode(key, record));
  }

  /** Notes that a bulk change begins, or how far it is; on disk when this returns. */
  public void begin(PendingTask task) {
    byte[] key = taskKey(task.kind());
    backend.write(List.of(put(key, StateRecord.of(task.data(), clock.millis()))));
    backend.sync();
  }

  /**
   * A change that notes how far a bulk change is; put it into the same batch as the change itself,
   * so that both happen or none.
   */
  public StateWrite progressOf(PendingTask task) {
    return put(taskKey(task.kind()), StateRecord.of(task.data(), clock.millis()));
  }

  /** Notes that a bulk change has ended; all its changes are on disk when this returns. */
  public void end(String kind) {
    backend.sync();
    backend.delete(taskKey(kind));
    backend.sync();
  }

  /** The bulk change of a kind that has begun and not ended. */
  public Optional<PendingTask> pending(String kind) {
    StateRecord record = read(taskKey(kind));
    return record == null ? Optional.empty() : Optional.of(task(kind, record));
  }

  /** All bulk changes that have begun and not ended. */
  public List<PendingTask> pending() {
    List<PendingTask> tasks = new ArrayList<>();
    byte[] prefix = Keys.of(Keys.META, TASK);
    String start = Keys.text(prefix);
    backend.scan(
        prefix,
        prefix,
        (key, value) -> {
          tasks.add(task(Keys.text(key).substring(start.length()), codec.decode(key, value)));
          return true;
        });
    return tasks;
  }

  /**
   * Has the handlers finish what was interrupted. For the one who opens the store, before anybody
   * else uses it.
   *
   * @throws SpellException of kind Storage, operation {@code open}, when there is no handler for it
   */
  public void recover(Collection<? extends TaskHandler> handlers, StateProgress progress) {
    for (PendingTask task : pending()) {
      TaskHandler handler =
          handlers.stream()
              .filter(one -> one.kind().equals(task.kind()))
              .findFirst()
              .orElseThrow(() ->
                  SpellException.storage(
                      "open",
                      "The store was left in the middle of '%s', which this version does not know. Open it with the version that has begun it"
                          .formatted(task.kind()),
                      null));
      handler.recover(this, task, progress);
      end(task.kind());
    }
  }

  private static byte[] taskKey(String kind) {
    return Keys.of(Keys.META, TASK + kind);
  }

  @SuppressWarnings("unchecked") // maps of the codec have text keys
  private static PendingTask task(String kind, StateRecord record) {
    return new PendingTask(
        kind,
        record.value() instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of());
  }

  /** Closes the backend once bulk work has ended. Nobody gets to it afterwards. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    exclusively(
        "closing",
        () -> {
          closed = true;
          gate.close();
          backend.close();
          return true;
        });
  }
}
