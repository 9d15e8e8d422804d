package org.llmspell.core.hook;

import java.util.function.Supplier;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Fires hook points; a service for those who own operations. Safe to share between threads. Asking
 * whether a point has hooks costs one volatile read.
 */
@ProviderType
public interface HookExecutor {

  /** How many firings can be inside each other before the next one is an error. */
  int MAX_DEPTH = 16;

  /** Whether any hook is at the point now. */
  boolean isActive(HookPoint point);

  /**
   * Runs the hooks of the context's point in the order of their priority, and waits for them. A
   * hook that throws, or takes too long, is passed over.
   *
   * @throws SpellException of kind ResourceLimit when hooks have fired points from inside each
   *     other more than {@link #MAX_DEPTH} deep
   */
  HookOutcome fire(HookContext context);

  /** Fires a point; the context is made only when there are hooks. */
  default HookOutcome fire(HookPoint point, Supplier<HookContext> context) {
    return isActive(point) ? fire(context.get()) : HookOutcome.NONE;
  }
}
