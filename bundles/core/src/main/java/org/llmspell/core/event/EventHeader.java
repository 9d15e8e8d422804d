package org.llmspell.core.event;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What travels with an event besides its data. Immutable. Many events share one header, so that an
 * ordinary event costs little.
 *
 * @param id the id of the event; null to derive it from time and sequence
 * @param language where the event comes from
 * @param correlationId ties together what belongs together; null when the event stands alone
 * @param source who published it
 * @param target whom it is meant for
 * @param tags free labels
 * @param priority lower is more urgent; 0 is normal
 * @param ttl how long it may wait before it is no longer delivered; null for ever
 */
public record EventHeader(
    @Nullable UUID id,
    EventLanguage language,
    @Nullable UUID correlationId,
    @Nullable String source,
    @Nullable String target,
    List<String> tags,
    int priority,
    @Nullable Duration ttl) {

  /** The header of an ordinary event of the platform. */
  public static final EventHeader PLAIN = of(EventLanguage.JAVA);

  /** Copies the tags. */
  public EventHeader {
    tags = List.copyOf(tags);
  }

  /** The header of an ordinary event in a language. */
  public static EventHeader of(EventLanguage language) {
    return new EventHeader(null, language, null, null, null, List.of(), 0, null);
  }
}
