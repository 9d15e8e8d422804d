package org.llmspell.core.context;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.EventMetadata;

/**
 * The context of a call: who asks, in which scope, with which data. Immutable except for the shared
 * memory and the cancellation, which parents and children have in common; safe to share between
 * threads. Data values are plain.
 */
public final class ExecutionContext {
  private static final String CONVERSATION_CONTEXT = "conversation_context";

  private final UUID id;
  private final @Nullable UUID parentId;
  private final ContextScope scope;
  private final Inheritance inheritance;
  private final ContextIdentity identity;
  private final Map<String, @Nullable Object> data;
  private final SharedMemory sharedMemory;
  private final EventMetadata metadata;
  private final Cancellation cancellation;

  private ExecutionContext(
      @Nullable ExecutionContext parent,
      ContextScope scope,
      Inheritance inheritance,
      ContextIdentity identity,
      Map<String, @Nullable Object> data,
      SharedMemory sharedMemory,
      EventMetadata metadata,
      Cancellation cancellation) {
    this.id = newId();
    this.parentId = parent == null ? null : parent.id;
    this.scope = scope;
    this.inheritance = inheritance;
    this.identity = identity;
    this.data = data;
    this.sharedMemory = sharedMemory;
    this.metadata = metadata;
    this.cancellation = cancellation;
  }

  /** A random UUID (version 4). It must be unique, not secret, so the fast generator will do. */
  private static UUID newId() {
    var random = ThreadLocalRandom.current();
    return new UUID(
        random.nextLong() & ~0xF000L | 0x4000L,
        random.nextLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L);
  }

  /** A new global context with nothing in it. */
  public static ExecutionContext create() {
    return create(new ContextScope.Global(), ContextIdentity.NOBODY);
  }

  /** A new context without a parent. */
  public static ExecutionContext create(ContextScope scope, ContextIdentity identity) {
    return new ExecutionContext(
        null,
        scope,
        Inheritance.INHERIT,
        identity,
        Map.of(),
        new SharedMemory(),
        EventMetadata.root(null),
        Cancellation.create());
  }

  /**
   * A child of this context: same identity and shared memory, data as {@code inherit} says, its own
   * span in the trace.
   */
  public ExecutionContext child(ContextScope childScope, Inheritance inherit) {
    Map<String, @Nullable Object> taken =
        switch (inherit) {
          case INHERIT -> data;
          case ISOLATE, SHARE -> Map.of();
          case COPY ->
              data.containsKey(CONVERSATION_CONTEXT)
                  ? Collections.singletonMap(CONVERSATION_CONTEXT, data.get(CONVERSATION_CONTEXT))
                  : Map.of();
        };
    return new ExecutionContext(
        this, childScope, inherit, identity, taken, sharedMemory, metadata.child(), cancellation);
  }

  /** A child in the same scope, with all data, that stops after the given time. */
  public ExecutionContext withDeadline(Duration time) {
    return withCancellation(cancellation.child(time));
  }

  /** A child in the same scope, with all data, that stops when {@code stop} says so. */
  public ExecutionContext withCancellation(Cancellation stop) {
    return new ExecutionContext(
        this, scope, Inheritance.INHERIT, identity, data, sharedMemory, metadata, stop);
  }

  /** A context like this one whose data has one more entry. */
  public ExecutionContext with(String key, @Nullable Object value) {
    return with(Collections.singletonMap(key, value));
  }

  /** A context like this one with the given entries added; they replace those of the same key. */
  public ExecutionContext with(Map<String, ? extends @Nullable Object> entries) {
    Map<String, @Nullable Object> merged = new LinkedHashMap<>(data);
    merged.putAll(entries);
    return new ExecutionContext(
        this,
        scope,
        inheritance,
        identity,
        Collections.unmodifiableMap(merged),
        sharedMemory,
        metadata,
        cancellation);
  }

  /** A context like this one on behalf of someone else. */
  public ExecutionContext with(ContextIdentity newIdentity) {
    return new ExecutionContext(
        this, scope, inheritance, newIdentity, data, sharedMemory, metadata, cancellation);
  }

  /** A context like this one that belongs to another operation or trace. */
  public ExecutionContext with(EventMetadata newMetadata) {
    return new ExecutionContext(
        this, scope, inheritance, identity, data, sharedMemory, newMetadata, cancellation);
  }

  /** A context like this one with the other's data added; the other's values win. */
  public ExecutionContext merge(ExecutionContext other) {
    return with(other.data);
  }

  /** The value of a key: own data first, then the shared memory of the own scope. */
  public Optional<Object> get(String key) {
    Object own = data.get(key);
    return own != null ? Optional.of(own) : sharedMemory.get(scope, key);
  }

  /** Writes into the shared memory of the own scope. */
  public void setShared(String key, Object value) {
    sharedMemory.set(scope, key, value);
  }

  /** Whether the data key {@code capabilities} is an array that contains the given text. */
  public boolean hasCapability(String capability) {
    return data.get("capabilities") instanceof List<?> list && list.contains(capability);
  }

  /** The id of this context, a UUID as text. */
  public String id() {
    return id.toString();
  }

  /** The id of the context that this one was made from. */
  public Optional<String> parentId() {
    return Optional.ofNullable(parentId).map(UUID::toString);
  }

  /** What this context belongs to. */
  public ContextScope scope() {
    return scope;
  }

  /** What this context took over from its parent. */
  public Inheritance inheritance() {
    return inheritance;
  }

  /** On whose behalf the call is made. */
  public ContextIdentity identity() {
    return identity;
  }

  /** The data, unmodifiable. */
  public Map<String, @Nullable Object> data() {
    return data;
  }

  /** The memory that parents and children share. */
  public SharedMemory sharedMemory() {
    return sharedMemory;
  }

  /** Correlation data. */
  public EventMetadata metadata() {
    return metadata;
  }

  /** Tells when to stop. */
  public Cancellation cancellation() {
    return cancellation;
  }
}
