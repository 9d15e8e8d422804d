package org.llmspell.core.hook;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Code that runs at a hook point; a service with {@link HookSpec}, or added through {@link
 * HookRegistry}. Called by the thread that does the operation, by many threads at once; it may
 * block, but it is interrupted when its time is up, and a hook that fails or is slow too often is
 * not called for a while (see {@link BreakerConfig}). What it throws never reaches the operation.
 */
@ConsumerType
@FunctionalInterface
public interface Hook {

  /** Does its part and says what should happen. */
  HookResult execute(HookContext context) throws Exception;

  /** Whether it has anything to do here; false skips it at no cost. */
  default boolean shouldExecute(HookContext context) {
    return true;
  }
}
