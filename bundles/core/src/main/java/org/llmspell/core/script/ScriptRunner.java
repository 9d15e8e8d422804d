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
}
