package org.llmspell.core.hook;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The hooks that are there now, those that are services and those that were added here. Safe to
 * share between threads; a change is seen by the next firing, and a running one finishes with the
 * hooks that it began with.
 */
@ProviderType
public interface HookRegistry {

  /**
   * Adds a hook until it is closed.
   *
   * @throws SpellException of kind Validation when the name is blank, or a hook of that name is at
   *     the point already
   */
  HookRegistration register(HookPoint point, HookMetadata metadata, Hook hook);

  /** The hooks that a filter accepts, in the order in which they run, point by point. */
  List<HookInfo> list(Predicate<HookInfo> filter);

  /** Switches a hook off or on, at all its points; false when there is none of that name. */
  boolean setEnabled(String name, boolean enabled);

  /** Switches off or on the hooks that carry a tag, those that come later too. */
  void setTagEnabled(String tag, boolean enabled);

  /** Switches all hooks off or on. */
  void setAllEnabled(boolean enabled);

  /**
   * Takes a hook away that was added here; false when there is none. Services are not affected:
   * they go when they are unregistered.
   */
  boolean unregister(HookPoint point, String name);

  /** Takes all hooks away that were added here and that a filter accepts; says how many. */
  int clear(Predicate<HookInfo> filter);

  /** How many hooks there are, and what they have done. */
  HookStatistics statistics();

  /**
   * A hook at a point.
   *
   * @param point the point
   * @param metadata what the hook says about itself
   * @param enabled whether it is run
   */
  record HookInfo(HookPoint point, HookMetadata metadata, boolean enabled) {}

  /** A hook that was added. */
  @ProviderType
  interface HookRegistration extends AutoCloseable {

    /** Its id, a UUID. */
    String id();

    /** Its point. */
    HookPoint point();

    /** Whether the hook was taken away. */
    boolean isGone();

    /** Takes the hook away; false when it is gone already. */
    boolean unregister();

    /** Takes the hook away. */
    @Override
    default void close() {
      unregister();
    }
  }

  /**
   * Figures about all hooks.
   *
   * @param total how many hooks there are
   * @param byPoint how many at each point, by its text
   * @param byLanguage how many of each language
   * @param byBucket how many of each range of priorities
   * @param hooks what each hook has done
   */
  record HookStatistics(
      int total,
      Map<String, Integer> byPoint,
      Map<String, Integer> byLanguage,
      Map<HookPriority.Bucket, Integer> byBucket,
      List<HookFigures> hooks) {}

  /**
   * What one hook has done.
   *
   * @param name the hook
   * @param executions how often it ran
   * @param failures how often it threw or took too long
   * @param totalNanos time in it, in nanoseconds
   * @param minNanos the shortest run
   * @param maxNanos the longest run
   * @param p50Nanos half of the last runs were not longer
   * @param p95Nanos 95 % of the last runs were not longer
   * @param p99Nanos 99 % of the last runs were not longer
   * @param breaker state of its circuit breaker, or null when it has none
   */
  record HookFigures(
      String name,
      long executions,
      long failures,
      long totalNanos,
      long minNanos,
      long maxNanos,
      long p50Nanos,
      long p95Nanos,
      long p99Nanos,
      @Nullable String breaker) {}
}
