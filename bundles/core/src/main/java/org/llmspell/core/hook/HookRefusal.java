package org.llmspell.core.hook;

import org.llmspell.core.error.SpellException;

/**
 * Why an operation was not done: a hook cancelled it, or sent it somewhere where it can not go. The
 * cause of the {@link SpellException} that the caller gets, so that a refusal can be told from a
 * failure of the operation itself.
 */
public final class HookRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private HookRefusal(String reason) {
    super(reason, null, false, false);
  }

  /** The error for the caller, of kind Component. */
  public static SpellException error(String message) {
    return SpellException.component(message, new HookRefusal(message));
  }

  /** Whether an error is a refusal by a hook. */
  public static boolean isCauseOf(SpellException error) {
    return error.getCause() instanceof HookRefusal;
  }
}
