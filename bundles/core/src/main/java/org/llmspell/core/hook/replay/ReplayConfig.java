package org.llmspell.core.hook.replay;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to run again.
 *
 * @param mode the mode
 * @param modifications changes of the context; only used by {@link ReplayMode#MODIFIED}
 * @param compareResults whether the results are compared
 * @param timeout how long one run may take
 * @param stopOnError whether a batch ends at the first failure
 * @param tags words to find it by
 */
public record ReplayConfig(
    ReplayMode mode,
    List<Modification> modifications,
    boolean compareResults,
    Duration timeout,
    boolean stopOnError,
    List<String> tags) {

  /** Copies the lists. */
  public ReplayConfig {
    modifications = List.copyOf(modifications);
    tags = List.copyOf(tags);
  }

  /** The usual values: results are compared, 30 s, go on after errors. */
  public static ReplayConfig of(ReplayMode mode) {
    return new ReplayConfig(mode, List.of(), true, Duration.ofSeconds(30), false, List.of());
  }

  /** The same with these modifications. */
  public ReplayConfig with(List<Modification> changes) {
    return new ReplayConfig(mode, changes, compareResults, timeout, stopOnError, tags);
  }

  /**
   * A change of a recorded context.
   *
   * @param path where, as {@code data.input.0}: keys and indexes, separated by dots
   * @param value the new plain value
   * @param enabled whether it is made
   */
  public record Modification(String path, @Nullable Object value, boolean enabled) {}
}
