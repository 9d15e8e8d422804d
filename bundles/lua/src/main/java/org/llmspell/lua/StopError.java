package org.llmspell.lua;

import java.time.Duration;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/**
 * Ends a script. An {@link Error}, so that neither the interpreter nor a script's {@code pcall}
 * takes it for an error of the script.
 */
final class StopError extends Error {
  private static final long serialVersionUID = 1L;

  /** Why a script ends. */
  sealed interface Reason {
    /** Its time is over. */
    record Time(Duration limit, String setting) implements Reason {}

    /** It uses too much memory. */
    record Memory(long limit, String setting, long used) implements Reason {}

    /** Someone does not want it any more. */
    record Cancelled(String why) implements Reason {}

    /** It has called an exit function. */
    record Exit(int code) implements Reason {}

    /** It has ended already; for coroutines that were left behind. */
    record Over() implements Reason {}
  }

  private final transient Reason reason;

  StopError(Reason reason) {
    super(reason.toString(), null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  /** What the one who ran the script is told. */
  SpellException toException() {
    return switch (reason) {
      case Reason.Time(var limit, var setting) ->
          SpellException.timeout(
              limit,
              "The script was stopped after %d ms, the limit of %s"
                  .formatted(limit.toMillis(), setting));
      case Reason.Memory(var limit, var setting, var used) ->
          new SpellException(
              new ErrorKind.ResourceLimit("memory", limit, used),
              "memory limit of %d bytes (%s) exceeded (used: %d)".formatted(limit, setting, used));
      case Reason.Cancelled(var why) ->
          SpellException.component("The script was cancelled: " + why, null);
      case Reason.Exit _, Reason.Over _ -> SpellException.component("The script has ended", null);
    };
  }
}
