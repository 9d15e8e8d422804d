package org.llmspell.core.script;

import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs scripts with the engines and globals that are registered now. Many scripts may run at once,
 * each on a thread of its own that is gone when the script has ended.
 */
@ProviderType
public interface ScriptRunner {

  /**
   * Runs a script and waits for its end. An interrupt of the calling thread stops the script.
   *
   * @throws SpellException when the script fails, exceeds a limit or is cancelled, or when there is
   *     no engine for its language (the message names those there are)
   */
  ScriptResult run(ScriptRequest request);

  /**
   * Runs a script and keeps it: when its code has come to its end, its functions can still be
   * called by hooks and event handlers, until the context of the request is cancelled or the
   * calling thread is interrupted. Its limit of time then holds for each such call. A script that
   * fails or exits, then or later, is not kept.
   *
   * @param settled run once, on the script's thread, when the code has come to its end
   * @return how it ended
   * @throws SpellException as {@link #run}
   */
  default ScriptResult keep(ScriptRequest request, Runnable settled) {
    throw new UnsupportedOperationException("This runner keeps no scripts");
  }
}
