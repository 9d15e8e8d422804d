package org.llmspell.hooks.builtin;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.hook.BreakerConfig;
import org.llmspell.core.hook.Hook;
import org.llmspell.core.hook.HookLimits;
import org.llmspell.core.hook.HookPoint;

/** A hook that comes with the platform. */
interface BuiltinHook extends Hook {

  /** Where it runs unless the setting {@code points} says otherwise. */
  List<? extends HookPoint> points();

  /** How it is contained. */
  default HookLimits limits() {
    return HookLimits.INLINE.withBreaker(BreakerConfig.CONSERVATIVE);
  }

  /** What it has seen, plain values. */
  Map<String, @Nullable Object> stats();
}
