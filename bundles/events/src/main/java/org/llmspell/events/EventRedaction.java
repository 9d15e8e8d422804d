package org.llmspell.events;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.security.guard.SecretRedactor;

/**
 * Takes secrets out of events that leave the bus to be kept or exported, while there is one who
 * knows secrets. Subscribers get events as they were published.
 */
final class EventRedaction {
  private volatile @Nullable SecretRedactor redactor;

  void redactor(SecretRedactor newRedactor) {
    redactor = newRedactor;
  }

  /** Stops using a redactor, unless another one has taken its place. */
  void removeRedactor(SecretRedactor old) {
    if (redactor == old) {
      redactor = null;
    }
  }

  UniversalEvent apply(UniversalEvent event) {
    SecretRedactor known = redactor;
    if (known == null) {
      return event;
    }
    Object data = known.redactValue(event.data());
    return data == event.data()
        ? event
        : new UniversalEvent(
            event.type(), data, event.header(), event.sequence(), event.timestampMillis());
  }

  List<UniversalEvent> apply(List<UniversalEvent> events) {
    return redactor == null ? events : events.stream().map(this::apply).toList();
  }
}
