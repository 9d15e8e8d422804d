package org.llmspell.hooks;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookResult;

/**
 * What the hooks of a point want, and which hook wants what.
 *
 * @param modified the last change, or null
 * @param verdicts all results but Continue, in order
 */
record Outcome(HookResult.@Nullable Modified modified, List<Verdict> verdicts) {
  static final Outcome NONE = new Outcome(null, List.of());

  /** What one hook wants. */
  record Verdict(HookEntry entry, HookResult result) {}

  /** The first result of a kind. */
  <R extends HookResult> Optional<R> find(Class<R> kind) {
    for (Verdict verdict : verdicts) {
      if (kind.isInstance(verdict.result)) {
        return Optional.of(kind.cast(verdict.result));
      }
    }
    return Optional.empty();
  }

  HookOutcome toApi() {
    return verdicts.isEmpty()
        ? HookOutcome.NONE
        : new HookOutcome(
            modified != null,
            modified == null ? null : modified.data(),
            verdicts.stream().map(Verdict::result).toList());
  }
}
