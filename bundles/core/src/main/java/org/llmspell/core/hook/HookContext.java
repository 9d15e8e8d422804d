package org.llmspell.core.hook;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a hook is told. Immutable but for the metadata, which hooks write notes into for the hooks
 * after them and for the one who fired the point. Safe to share between threads.
 */
public final class HookContext {
  private static final String ERROR = "error";

  private final HookPoint point;
  private final HookComponent component;
  private final Map<String, @Nullable Object> data;
  private final Map<String, String> metadata;
  private final String language;
  private final String correlationId;
  private final Instant timestamp;
  private final @Nullable HookOperation operation;
  private final @Nullable HookContext parent;

  private HookContext(
      HookPoint point,
      HookComponent component,
      Map<String, ? extends @Nullable Object> data,
      Map<String, String> metadata,
      String language,
      String correlationId,
      Instant timestamp,
      @Nullable HookOperation operation,
      @Nullable HookContext parent) {
    this.point = point;
    this.component = component;
    this.data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    this.metadata = metadata;
    this.language = language;
    this.correlationId = correlationId;
    this.timestamp = timestamp;
    this.operation = operation;
    this.parent = parent;
  }

  /**
   * A context without a parent, language {@code native}, a new correlation id.
   *
   * @param data plain values: the parameters before an operation, its result after it
   */
  public static HookContext of(
      HookPoint point, HookComponent component, Map<String, ? extends @Nullable Object> data) {
    return new HookContext(
        point,
        component,
        data,
        new ConcurrentHashMap<>(),
        "native",
        UUID.randomUUID().toString(),
        Instant.now(),
        null,
        null);
  }

  /** A context of another point of the same work: same component, correlation id and language. */
  public HookContext child(
      HookPoint childPoint, Map<String, ? extends @Nullable Object> childData) {
    return new HookContext(
        childPoint,
        component,
        childData,
        new ConcurrentHashMap<>(metadata),
        language,
        correlationId,
        Instant.now(),
        null,
        this);
  }

  /** The same context with other data; the metadata are shared. */
  public HookContext withData(Map<String, ? extends @Nullable Object> newData) {
    return new HookContext(
        point, component, newData, metadata, language, correlationId, timestamp, operation, parent);
  }

  /** The same context with another correlation id; the metadata are shared. */
  public HookContext withCorrelationId(String id) {
    return new HookContext(
        point, component, data, metadata, language, id, timestamp, operation, parent);
  }

  /** The same context in another language; the metadata are shared. */
  public HookContext withLanguage(String newLanguage) {
    return new HookContext(
        point, component, data, metadata, newLanguage, correlationId, timestamp, operation, parent);
  }

  /** The same context about an operation; the metadata are shared. */
  public HookContext withOperation(HookOperation newOperation) {
    return new HookContext(
        point, component, data, metadata, language, correlationId, timestamp, newOperation, parent);
  }

  /** Where the hook runs. */
  public HookPoint point() {
    return point;
  }

  /** Who does the operation. */
  public HookComponent component() {
    return component;
  }

  /** The parameters before the operation, the result after it; plain values, unmodifiable. */
  public Map<String, @Nullable Object> data() {
    return data;
  }

  /** Notes of hooks; may be written by any thread. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The language of the work: {@code native}, {@code lua} or another one. */
  public String language() {
    return language;
  }

  /** The same for all points of one piece of work; usually a UUID. */
  public String correlationId() {
    return correlationId;
  }

  /** When the point was fired. */
  public Instant timestamp() {
    return timestamp;
  }

  /** The operation, when the one who fired the point has described it. */
  public Optional<HookOperation> operation() {
    return Optional.ofNullable(operation);
  }

  /** The context that this one was made from. */
  public Optional<HookContext> parent() {
    return Optional.ofNullable(parent);
  }

  /** What went wrong; only at error points. */
  public Optional<String> errorMessage() {
    return point.isError()
        ? Optional.ofNullable(data.get(ERROR)).map(Object::toString)
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "%s of %s '%s'".formatted(point.text(), component.type(), component.name());
  }
}
