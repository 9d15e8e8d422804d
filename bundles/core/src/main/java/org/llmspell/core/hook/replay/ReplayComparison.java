package org.llmspell.core.hook.replay;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How two results differ.
 *
 * @param identical whether they do not
 * @param type the kind of difference; null when there is none
 * @param differences each of them
 * @param similarity 1 when they are the same, 0 when they have nothing in common
 * @param summary one sentence
 */
public record ReplayComparison(
    boolean identical,
    @Nullable DifferenceType type,
    List<Difference> differences,
    double similarity,
    String summary) {

  /** Copies the list. */
  public ReplayComparison {
    differences = List.copyOf(differences);
  }

  /** The kind of difference. */
  public Optional<DifferenceType> differenceType() {
    return Optional.ofNullable(type);
  }

  /** Kinds of difference. */
  public enum DifferenceType {
    /** Results of two different kinds. */
    VARIANT_MISMATCH,
    /** The same kind with other data. */
    DATA_MISMATCH,
    /** The errors or reasons differ. */
    ERROR_MISMATCH,
    /** One of them cancels. */
    CANCELLATION_MISMATCH,
    /** More than one of these. */
    MULTIPLE
  }

  /** How much a difference matters. */
  public enum Severity {
    /** Not at all. */
    INFO,
    /** A little. */
    MINOR,
    /** Much. */
    MAJOR,
    /** The outcome is another one. */
    CRITICAL
  }

  /**
   * One difference.
   *
   * @param path where
   * @param original what was there
   * @param replayed what is there now
   * @param description one sentence
   * @param severity how much it matters
   */
  public record Difference(
      String path,
      @Nullable Object original,
      @Nullable Object replayed,
      String description,
      Severity severity) {}
}
