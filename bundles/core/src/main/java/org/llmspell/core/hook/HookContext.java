package org.llmspell.core.hook;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.TraceParent;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventMetadata;

/**
 * What a hook is told. Immutable but for the metadata, which hooks write notes into for the hooks
 * after them and for the one who fired the point. Safe to share between threads. Made to cost
 * little: ids, times and notes are made when they are asked for.
 */
public final class HookContext {
  private static final String ERROR = "error";

  private final HookPoint point;
  private final HookComponent component;
  private final Map<String, @Nullable Object> data;
  private final String language;
  private final Notes notes;
  private final @Nullable HookOperation operation;
  private final @Nullable HookContext parent;

  /** What the contexts of one firing share, made on demand. */
  private static final class Notes {
    private final @Nullable EventMetadata trace;
    private final long millis;
    private volatile @Nullable String correlationId;
    private volatile @Nullable Map<String, String> metadata;

    Notes(@Nullable EventMetadata trace, long millis, @Nullable String correlationId) {
      this.trace = trace;
      this.millis = millis;
      this.correlationId = correlationId;
    }

    synchronized String makeId() {
      String known = correlationId;
      if (known == null) {
        known = trace == null ? null : trace.correlationId();
        // It must be unique, not secret, so the fast generator will do.
        var random = ThreadLocalRandom.current();
        known =
            known != null
                ? known
                : new UUID(
                        random.nextLong() & ~0xF000L | 0x4000L,
                        random.nextLong() & 0x3FFFFFFFFFFFFFFFL | Long.MIN_VALUE)
                    .toString();
        correlationId = known;
      }
      return known;
    }

    synchronized Map<String, String> makeMetadata() {
      Map<String, String> known = metadata;
      if (known == null) {
        known = new ConcurrentHashMap<>();
        if (trace != null) {
          Map<String, String> target = known;
          TraceParent.of(trace).ifPresent(t -> target.put(TraceParent.HEADER, t.text()));
        }
        metadata = known;
      }
      return known;
    }
  }

  private HookContext(
      HookPoint point,
      HookComponent component,
      Map<String, ? extends @Nullable Object> data,
      String language,
      Notes notes,
      @Nullable HookOperation operation,
      @Nullable HookContext parent) {
    this.point = point;
    this.component = component;
    this.data = Collections.unmodifiableMap(data);
    this.language = language;
    this.notes = notes;
    this.operation = operation;
    this.parent = parent;
  }

  /**
   * A context without a parent, language {@code native}, a new correlation id.
   *
   * @param data plain values that nobody changes any more: the parameters before an operation, its
   *     result after it
   */
  public static HookContext of(
      HookPoint point, HookComponent component, Map<String, ? extends @Nullable Object> data) {
    var notes = new Notes(null, System.currentTimeMillis(), null);
    return new HookContext(point, component, data, "native", notes, null, null);
  }

  /** A context that belongs to a trace: its correlation id, and its span as {@code traceparent}. */
  public static HookContext of(
      HookPoint point,
      HookComponent component,
      Map<String, ? extends @Nullable Object> data,
      EventMetadata trace) {
    var notes = new Notes(trace, System.currentTimeMillis(), trace.correlationId());
    return new HookContext(point, component, data, "native", notes, null, null);
  }

  /** A context of another point of the same work: same component, correlation id and language. */
  public HookContext child(
      HookPoint childPoint, Map<String, ? extends @Nullable Object> childData) {
    var childNotes = new Notes(notes.trace, System.currentTimeMillis(), correlationId());
    Map<String, String> mine = notes.metadata;
    if (mine != null) {
      childNotes.metadata = new ConcurrentHashMap<>(mine);
    }
    return new HookContext(childPoint, component, childData, language, childNotes, operation, this);
  }

  /** The same context with other data; the metadata are shared. */
  public HookContext withData(Map<String, ? extends @Nullable Object> newData) {
    return new HookContext(point, component, newData, language, notes, operation, parent);
  }

  /** The same context with another correlation id and a copy of the metadata. */
  public HookContext withCorrelationId(String id) {
    var others = new Notes(notes.trace, notes.millis, id);
    others.metadata = new ConcurrentHashMap<>(metadata());
    return new HookContext(point, component, data, language, others, operation, parent);
  }

  /** The same context in another language; the metadata are shared. */
  public HookContext withLanguage(String newLanguage) {
    return new HookContext(point, component, data, newLanguage, notes, operation, parent);
  }

  /** The same context about an operation; the metadata are shared. */
  public HookContext withOperation(HookOperation newOperation) {
    return new HookContext(point, component, data, language, notes, newOperation, parent);
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
    Map<String, String> known = notes.metadata;
    return known != null ? known : notes.makeMetadata();
  }

  /** The language of the work: {@code native}, {@code lua} or another one. */
  public String language() {
    return language;
  }

  /** The same for all points of one piece of work; usually a UUID. */
  public String correlationId() {
    String known = notes.correlationId;
    return known != null ? known : notes.makeId();
  }

  /** When the point was fired, to the millisecond. */
  public Instant timestamp() {
    return Instant.ofEpochMilli(notes.millis);
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

  /** The context as plain values, without parent and operation. */
  public Map<String, @Nullable Object> toPlain() {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("point", point.text());
    form.put("component_id", Map.of("type", component.type(), "name", component.name()));
    form.put("language", language);
    form.put("correlation_id", correlationId());
    form.put("timestamp", timestamp().toString());
    form.put("metadata", Map.copyOf(metadata()));
    form.put("data", data);
    return form;
  }

  /**
   * The context of its plain form.
   *
   * @throws SpellException of kind Validation that names what is missing or wrong
   */
  public static HookContext fromPlain(Map<String, ? extends @Nullable Object> form) {
    Map<String, @Nullable Object> component = section(form, "component_id");
    var notes =
        new Notes(null, instant(form).toEpochMilli(), text(form, "correlation_id", "unknown"));
    Map<String, String> metadata = new ConcurrentHashMap<>();
    section(form, "metadata").forEach((key, value) -> metadata.put(key, String.valueOf(value)));
    notes.metadata = metadata;
    return new HookContext(
        HookPoint.parse(text(form, "point", "")),
        new HookComponent(text(component, "type", "System"), text(component, "name", "unknown")),
        new LinkedHashMap<>(section(form, "data")),
        text(form, "language", "native"),
        notes,
        null,
        null);
  }

  private static Instant instant(Map<String, ? extends @Nullable Object> form) {
    String text = text(form, "timestamp", Instant.EPOCH.toString());
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw SpellException.validation(
          "timestamp",
          "'%s' is no time; write it like 2026-01-31T12:00:00Z (ISO 8601)".formatted(text));
    }
  }

  private static String text(
      Map<String, ? extends @Nullable Object> form, String key, String otherwise) {
    Object value = form.get(key);
    return value == null ? otherwise : value.toString();
  }

  @SuppressWarnings("unchecked") // plain maps have text keys
  private static Map<String, @Nullable Object> section(
      Map<String, ? extends @Nullable Object> form, String key) {
    return form.get(key) instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  @Override
  public String toString() {
    return "%s of %s '%s'".formatted(point.text(), component.type(), component.name());
  }
}
