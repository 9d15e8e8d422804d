package org.llmspell.events;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which subscriptions get which type. The answer for a type is kept until a subscription comes or
 * goes.
 *
 * <p>A publisher that reads the answers before a change and writes one after it writes into the old
 * answers, which nobody reads any more.
 */
final class Routes {
  private static final int MAX_TYPES = 4_096;
  private static final int MAX_LENGTH = 256;
  private static final Subscription[] NOBODY = {};

  private final Predicate<String> allowed;
  private final PatternIndex<Subscription> index = new PatternIndex<>();
  private final Map<Long, Subscription> members = new ConcurrentSkipListMap<>();
  private volatile Map<String, Subscription[]> answers = new ConcurrentHashMap<>();
  private volatile long generation;

  /** Routes without subscriptions, for the types that are allowed. */
  Routes(Predicate<String> allowed) {
    this.allowed = allowed;
  }

  /** Who gets an event of this type, in the order of subscribing. */
  Subscription[] of(String type) {
    Map<String, Subscription[]> known = answers;
    Subscription @Nullable [] answer = known.get(type);
    return answer != null ? answer : find(type, known);
  }

  private Subscription[] find(String type, Map<String, Subscription[]> known) {
    Subscription[] answer = allowed.test(type) ? inOrder(index.find(type)) : NOBODY;
    if (type.length() <= MAX_LENGTH) {
      if (known.size() >= MAX_TYPES) {
        known.clear();
      }
      known.put(type, answer);
    }
    return answer;
  }

  private static Subscription[] inOrder(List<Subscription> found) {
    if (found.isEmpty()) {
      return NOBODY;
    }
    Subscription[] answer = found.toArray(NOBODY);
    Arrays.sort(answer, Comparator.comparingLong(Subscription::number));
    return answer;
  }

  synchronized void add(Subscription subscription) {
    members.put(subscription.number(), subscription);
    subscription.compiledPatterns().forEach(pattern -> index.add(pattern, subscription));
    renew();
  }

  synchronized void remove(Subscription subscription) {
    if (members.remove(subscription.number()) != null) {
      subscription.compiledPatterns().forEach(pattern -> index.remove(pattern, subscription));
      renew();
    }
  }

  /** Forgets the answers; for when other types are allowed, too. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // changes are made under the lock
  synchronized void renew() {
    answers = new ConcurrentHashMap<>();
    generation++;
  }

  /** How often the answers may have changed. */
  long generation() {
    return generation;
  }

  Collection<Subscription> all() {
    return List.copyOf(members.values());
  }

  int size() {
    return members.size();
  }

  /** Whether nothing is left of any subscription. */
  boolean isEmpty() {
    return members.isEmpty() && index.isEmpty();
  }
}
