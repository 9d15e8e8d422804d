package org.llmspell.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.EventHeader;
import org.llmspell.core.event.EventLanguage;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.script.ScriptObject;

/** Publishes what a script wants published. */
final class ScriptPublisher {
  private final EventBus bus;
  private final boolean enabled;
  private final @Nullable RateGate gate;
  private final EventHeader plain;
  private final List<EventPattern> include;
  private final List<EventPattern> exclude;
  private final List<EventPattern> includeSources;
  private final List<EventPattern> excludeSources;

  ScriptPublisher(EventBus bus, Settings settings, EventLanguage language) {
    this.bus = bus;
    this.enabled = settings.flag("events.enabled").orElse(true);
    long limit = settings.number("events.max_events_per_second").orElse(0L);
    this.gate = limit > 0 ? new RateGate(limit, System::nanoTime, _ -> {}) : null;
    this.plain = EventHeader.of(language);
    this.include = patterns(settings, "include_types");
    this.exclude = patterns(settings, "exclude_types");
    this.includeSources = patterns(settings, "include_components");
    this.excludeSources = patterns(settings, "exclude_components");
  }

  private static List<EventPattern> patterns(Settings settings, String key) {
    return BusSettings.patterns(settings.texts("events.filtering." + key));
  }

  void publish(String type, @Nullable Object data, Map<String, @Nullable Object> options) {
    checkPlain(data);
    if (!enabled) {
      return;
    }
    EventHeader header = options.isEmpty() ? plain : header(options);
    if (!isAllowed(type, header.source())) {
      return;
    }
    try {
      if (gate != null) {
        gate.pass();
      }
      bus.publish(new UniversalEvent(type, data, header, UniversalEvent.UNPUBLISHED, 0));
    } catch (SpellException e) {
      throw new SpellException(e.kind(), "Failed to publish event: " + e.message(), e);
    }
  }

  private boolean isAllowed(String type, @Nullable String source) {
    return BusSettings.allows(include, exclude, type)
        && (source == null || BusSettings.allows(includeSources, excludeSources, source));
  }

  private static void checkPlain(@Nullable Object data) {
    switch (data) {
      case ScriptCallback _, ScriptObject _ ->
          throw SpellException.validation(
              "data", "Event.publish: the data holds a function or an object, not plain values");
      case List<?> list -> list.forEach(ScriptPublisher::checkPlain);
      case Map<?, ?> map -> map.values().forEach(ScriptPublisher::checkPlain);
      case null, default -> {}
    }
  }

  private EventHeader header(Map<String, @Nullable Object> options) {
    return new EventHeader(
        null,
        options.get("language") instanceof String name ? language(name) : plain.language(),
        correlationId(options.get("correlation_id")),
        options.get("source") instanceof String source ? source : null,
        options.get("target") instanceof String target ? target : null,
        options.get("tags") instanceof List<?> tags
            ? tags.stream().map(String::valueOf).toList()
            : List.of(),
        (int) Math.clamp(number(options, "priority", 0), Integer.MIN_VALUE, Integer.MAX_VALUE),
        ttl(options));
  }

  /** A name that means nothing stands for the script's own language. */
  private EventLanguage language(String name) {
    EventLanguage known = EventLanguage.of(name);
    return known == EventLanguage.UNKNOWN && !name.equalsIgnoreCase("unknown")
        ? plain.language()
        : known;
  }

  /** What is no UUID is ignored, as ever. */
  private static @Nullable UUID correlationId(@Nullable Object value) {
    try {
      return value instanceof String text ? UUID.fromString(text) : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static @Nullable Duration ttl(Map<String, @Nullable Object> options) {
    if (options.get("ttl_seconds") == null) {
      return null;
    }
    double seconds = number(options, "ttl_seconds", 0);
    if (seconds < 0) {
      throw SpellException.validation(
          "ttl_seconds",
          "Event.publish: 'ttl_seconds' is %s but must be 0 or more".formatted(seconds));
    }
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private static double number(
      Map<String, @Nullable Object> options, String key, double otherwise) {
    Object value = options.get(key);
    return switch (value) {
      case null -> otherwise;
      case Number number -> number.doubleValue();
      default ->
          throw SpellException.validation(
              key, "Event.publish: '%s' is '%s' but must be a number".formatted(key, value));
    };
  }

  long violations() {
    return gate == null ? 0 : gate.violations();
  }
}
