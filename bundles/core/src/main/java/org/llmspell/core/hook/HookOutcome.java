package org.llmspell.core.hook;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the hooks of a point want, all together. Whoever fired the point does what it says.
 *
 * @param modified whether any hook has changed the data
 * @param data the data after all changes; null when nothing was changed
 * @param results what hooks wanted, in their order, without those that just went on
 */
public record HookOutcome(boolean modified, @Nullable Object data, List<HookResult> results) {

  /** Nothing is wanted. */
  public static final HookOutcome NONE = new HookOutcome(false, null, List.of());

  /** Copies the results. */
  public HookOutcome {
    results = List.copyOf(results);
  }

  /** The first result; {@link HookResult#proceed()} when there is none. */
  public HookResult first() {
    return results.isEmpty() ? HookResult.proceed() : results.getFirst();
  }

  /** The first result of a kind, for example {@code find(HookResult.Redirect.class)}. */
  public <R extends HookResult> Optional<R> find(Class<R> kind) {
    return results.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
