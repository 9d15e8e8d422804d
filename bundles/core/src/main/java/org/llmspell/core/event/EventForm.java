package org.llmspell.core.event;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** The JSON form of an event, the same for all languages. */
final class EventForm {
  private EventForm() {}

  static Map<String, @Nullable Object> write(UniversalEvent event) {
    EventHeader header = event.header();
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("id", event.id().toString());
    form.put("event_type", event.type());
    form.put("data", event.data());
    form.put("timestamp", event.timestamp().toString());
    form.put("sequence", event.sequence());
    String correlationId = event.correlationId().toString();
    form.put("correlation_id", correlationId);
    form.put("language", header.language().displayName());
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("correlation_id", correlationId);
    putUnlessNull(metadata, "source", header.source());
    putUnlessNull(metadata, "target", header.target());
    metadata.put("tags", header.tags());
    metadata.put("priority", (long) header.priority());
    Duration ttl = header.ttl();
    if (ttl != null) {
      form.put("ttl", seconds(ttl));
      metadata.put("ttl", seconds(ttl));
    }
    form.put("metadata", metadata);
    form.put("schema_version", UniversalEvent.SCHEMA_VERSION);
    return form;
  }

  private static void putUnlessNull(
      Map<String, @Nullable Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  /** Whole seconds as a whole number, as scripts expect it. */
  private static Number seconds(Duration ttl) {
    if (ttl.toNanos() % 1_000_000_000 == 0) {
      return ttl.toSeconds();
    }
    return ttl.toNanos() / 1e9;
  }

  static UniversalEvent read(Map<String, ? extends @Nullable Object> form) {
    Map<?, ?> metadata = form.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
    String type = text(form.get("event_type"), "event_type");
    if (type == null || type.isEmpty()) {
      throw SpellException.validation("event_type", "An event needs a field 'event_type'");
    }
    String language = text(form.get("language"), "language");
    Number sequence = number(form.get("sequence"), "sequence");
    Number priority = number(metadata.get("priority"), "priority");
    var header =
        new EventHeader(
            id(form.get("id"), "id"),
            language == null ? EventLanguage.UNKNOWN : EventLanguage.of(language),
            id(first(form.get("correlation_id"), metadata.get("correlation_id")), "correlation_id"),
            text(metadata.get("source"), "source"),
            text(metadata.get("target"), "target"),
            tags(metadata.get("tags")),
            priority == null ? 0 : priority.intValue(),
            ttl(first(form.get("ttl"), metadata.get("ttl"))));
    return new UniversalEvent(
        type,
        form.get("data"),
        header,
        sequence == null ? UniversalEvent.UNPUBLISHED : sequence.longValue(),
        millis(form.get("timestamp")));
  }

  private static @Nullable Object first(@Nullable Object a, @Nullable Object b) {
    return a != null ? a : b;
  }

  private static List<String> tags(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  private static @Nullable Duration ttl(@Nullable Object value) {
    Number number = number(value, "ttl");
    return number == null ? null : Duration.ofNanos((long) (number.doubleValue() * 1e9));
  }

  private static long millis(@Nullable Object value) {
    String text = text(value, "timestamp");
    try {
      return text == null ? 0 : Instant.parse(text).toEpochMilli();
    } catch (DateTimeException _) {
      throw wrong("timestamp", text, "a time such as 2026-01-31T12:00:00Z");
    }
  }

  private static @Nullable UUID id(@Nullable Object value, String field) {
    String text = text(value, field);
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      throw wrong(field, text, "a UUID");
    }
  }

  private static @Nullable String text(@Nullable Object value, String field) {
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(field, value, "text");
  }

  private static @Nullable Number number(@Nullable Object value, String field) {
    if (value == null || value instanceof Number) {
      return (Number) value;
    }
    throw wrong(field, value, "a number");
  }

  private static SpellException wrong(String field, @Nullable Object value, String wanted) {
    return SpellException.validation(
        field, "Field '%s' of an event is '%s' but must be %s".formatted(field, value, wanted));
  }
}
