package org.llmspell.workflows.definition;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.llmspell.core.error.EditDistance;

/** Finds the name that somebody may have meant. */
public final class Names {
  private static final int FAR = 3;

  private Names() {}

  /** The known name that is nearest to another one, as a question; empty when none is near. */
  public static String near(String name, Collection<String> known) {
    String folded = fold(name);
    return known.stream()
        .filter(one -> Math.abs(folded.length() - one.length()) <= FAR)
        .filter(one -> EditDistance.between(folded, fold(one)) <= FAR)
        .min(
            Comparator.<String>comparingInt(one -> EditDistance.between(folded, fold(one)))
                .thenComparing(Comparator.naturalOrder()))
        .map(one -> "; did you mean '%s'?".formatted(one))
        .orElse("");
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }
}
