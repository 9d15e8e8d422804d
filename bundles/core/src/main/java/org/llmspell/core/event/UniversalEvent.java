package org.llmspell.core.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, told to whoever subscribed to its type. Immutable, and the same object
 * goes to all subscribers: nobody may change its data.
 *
 * <p>{@link EventBus#publish} gives an event its sequence and its time. Until then, the sequence is
 * {@link #UNPUBLISHED}.
 *
 * @param type dotted lower case, for example {@code user.login}
 * @param data a plain value
 * @param header what travels with it
 * @param sequence counts the events of a bus, from 0
 * @param timestampMillis when it was published, in milliseconds since 1970 (UTC)
 */
public record UniversalEvent(
    String type, @Nullable Object data, EventHeader header, long sequence, long timestampMillis) {

  /** The version of the JSON form. */
  public static final String SCHEMA_VERSION = "1.0";

  /** The sequence of an event that was not published yet. */
  public static final long UNPUBLISHED = -1;

  /** Starts an event of a type. */
  public static UniversalEventBuilder builder(String type) {
    return new UniversalEventBuilder(type);
  }

  /** The id, a UUID of version 7 unless the event brought its own. */
  public UUID id() {
    UUID own = header.id();
    return own != null ? own : EventIds.derived(timestampMillis, sequence, 0);
  }

  /** The id of what this event belongs to; an id of its own when it stands alone. */
  public UUID correlationId() {
    UUID given = header.correlationId();
    return given != null ? given : EventIds.derived(timestampMillis, sequence, 1);
  }

  /** When it was published. */
  public Instant timestamp() {
    return Instant.ofEpochMilli(timestampMillis);
  }

  /** How long it may wait; empty for ever. */
  public Optional<Duration> ttl() {
    return Optional.ofNullable(header.ttl());
  }

  /** Whether it has waited longer than it may. */
  public boolean isExpired(Instant now) {
    Duration ttl = header.ttl();
    return ttl != null && now.toEpochMilli() - timestampMillis > ttl.toMillis();
  }

  /** The same event with the sequence and the time of its publication. */
  public UniversalEvent published(long newSequence, long newTimestampMillis) {
    return new UniversalEvent(type, data, header, newSequence, newTimestampMillis);
  }

  /** The JSON form, keys in a fixed order; what is absent is left out. */
  public Map<String, @Nullable Object> toPlain() {
    return EventForm.write(this);
  }

  /**
   * The event of a JSON form. Missing fields take their defaults.
   *
   * @throws org.llmspell.core.error.SpellException of kind Validation when {@code event_type} is
   *     missing or a field has a wrong type
   */
  public static UniversalEvent fromPlain(Map<String, ? extends @Nullable Object> form) {
    return EventForm.read(form);
  }
}
