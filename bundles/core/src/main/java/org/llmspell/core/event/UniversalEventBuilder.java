package org.llmspell.core.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** Builds an event. For one thread. */
public final class UniversalEventBuilder {
  private final String type;
  private @Nullable Object data;
  private @Nullable UUID id;
  private EventLanguage language = EventLanguage.JAVA;
  private @Nullable UUID correlationId;
  private @Nullable String source;
  private @Nullable String target;
  private final List<String> tags = new ArrayList<>();
  private int priority;
  private @Nullable Duration ttl;

  UniversalEventBuilder(String type) {
    if (type.isEmpty()) {
      throw SpellException.validation("event_type", "The type of an event cannot be empty");
    }
    this.type = type;
  }

  /** The data, a plain value that nobody changes any more. Null by default. */
  public UniversalEventBuilder data(@Nullable Object newData) {
    data = newData;
    return this;
  }

  /** The id. Random by default. */
  public UniversalEventBuilder id(UUID newId) {
    id = newId;
    return this;
  }

  /** Where it comes from. {@link EventLanguage#JAVA} by default. */
  public UniversalEventBuilder language(EventLanguage newLanguage) {
    language = newLanguage;
    return this;
  }

  /** What it belongs to. An id of its own by default. */
  public UniversalEventBuilder correlationId(UUID newId) {
    correlationId = newId;
    return this;
  }

  /** Who publishes it. */
  public UniversalEventBuilder source(String newSource) {
    source = newSource;
    return this;
  }

  /** Whom it is meant for; a label, it does not restrict delivery. */
  public UniversalEventBuilder target(String newTarget) {
    target = newTarget;
    return this;
  }

  /** One more label. */
  public UniversalEventBuilder tag(String tag) {
    tags.add(tag);
    return this;
  }

  /** Lower is more urgent; 0 by default. */
  public UniversalEventBuilder priority(int newPriority) {
    priority = newPriority;
    return this;
  }

  /**
   * How long it may wait in a queue. For ever by default.
   *
   * @throws SpellException of kind Validation when it is negative
   */
  public UniversalEventBuilder ttl(Duration newTtl) {
    if (newTtl.isNegative()) {
      throw SpellException.validation(
          "ttl", "The time to live of an event is %s but cannot be negative".formatted(newTtl));
    }
    ttl = newTtl;
    return this;
  }

  /** The event, not yet published. */
  public UniversalEvent build() {
    UUID ownId = Objects.requireNonNullElseGet(id, EventIds::random);
    var header =
        new EventHeader(ownId, language, correlationId, source, target, tags, priority, ttl);
    return new UniversalEvent(
        type, data, header, UniversalEvent.UNPUBLISHED, System.currentTimeMillis());
  }
}
