package org.llmspell.events;

import java.util.List;
import java.util.Set;
import org.llmspell.core.event.OptionalEvents;

/**
 * The settings of the bus.
 *
 * @param enabled whether anything is published at all
 * @param capacity how many events may wait in a subscription
 * @param maxPerSecond how many may be published in a second; 0 for no limit
 * @param include patterns of the types that are published
 * @param exclude patterns of the types that are not
 * @param includeSources patterns of the sources whose events are published
 * @param excludeSources patterns of the sources whose events are not
 * @param optional what is published besides
 */
record BusSettings(
    boolean enabled,
    int capacity,
    double maxPerSecond,
    List<EventPattern> include,
    List<EventPattern> exclude,
    List<EventPattern> includeSources,
    List<EventPattern> excludeSources,
    Set<OptionalEvents> optional) {

  static final int DEFAULT_CAPACITY = 10_000;

  static final BusSettings DEFAULT =
      new BusSettings(
          true,
          DEFAULT_CAPACITY,
          0,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Set.of(OptionalEvents.TIMING));

  boolean allowsType(String type) {
    return allows(include, exclude, type);
  }

  boolean allowsSource(String source) {
    return allows(includeSources, excludeSources, source);
  }

  /** Patterns of a list; the usual "everything" is no pattern, which is quicker to check. */
  static List<EventPattern> patterns(List<String> texts) {
    return texts.equals(List.of("*")) ? List.of() : texts.stream().map(EventPattern::of).toList();
  }

  /** Whether patterns let a text pass. No includes mean that all are included. */
  static boolean allows(List<EventPattern> includes, List<EventPattern> excludes, String text) {
    return (includes.isEmpty() || includes.stream().anyMatch(p -> p.matches(text)))
        && excludes.stream().noneMatch(p -> p.matches(text));
  }
}
