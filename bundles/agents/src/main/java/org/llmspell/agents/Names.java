package org.llmspell.agents;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.llmspell.core.error.EditDistance;

/** Finds the name that someone may have meant. */
public final class Names {
  private static final int MAX_DISTANCE = 3;

  private Names() {}

  /** The name in which {@code -} and {@code _} and the case of letters do not matter. */
  public static String fold(String name) {
    return name.replace('_', '-').toLowerCase(Locale.ROOT);
  }

  /** The known name that is nearest to one, when it is near. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    String folded = fold(name);
    int limit = folded.length() < 4 ? 1 : Math.clamp(folded.length() / 3, 2, MAX_DISTANCE);
    return known.stream()
        .filter(other -> Math.abs(other.length() - folded.length()) <= limit)
        .filter(other -> EditDistance.between(folded, fold(other)) <= limit)
        .min(
            Comparator.<String>comparingInt(other -> EditDistance.between(folded, fold(other)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The end of a message: {@code ; did you mean 'x'?}, or nothing. */
  public static String hint(String name, Collection<String> known) {
    return nearest(name, known).map(other -> "; did you mean '" + other + "'?").orElse("");
  }
}
