package org.llmspell.state;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptSession;

/** Does work on state for a script; its errors say which operation failed. */
final class ScriptWork {
  private ScriptWork() {}

  /**
   * Does the work in a way in which hooks can call the script meanwhile.
   *
   * @param operation what is done, for example {@code save}
   */
  static <T extends @Nullable Object> T run(
      ScriptSession session, String operation, Callable<T> work) {
    try {
      return session.await(work);
    } catch (SpellException e) {
      throw new SpellException(
          e.kind(),
          "State %s error: %s".formatted(operation, e.message()),
          e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SpellException.storage(
          operation, "State %s error: the script was stopped".formatted(operation), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw SpellException.storage(
          operation, "State %s error: %s".formatted(operation, e.getMessage()), e);
    }
  }
}
