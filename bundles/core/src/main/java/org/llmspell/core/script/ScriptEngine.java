package org.llmspell.core.script;

import java.util.List;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs scripts of one language; a service. It keeps nothing between runs: each script gets a state
 * of its own. Safe to share between threads.
 */
@ConsumerType
public interface ScriptEngine {

  /** The language in lower case, for example {@code lua}. */
  String language();

  /** File name extensions, without the dot. */
  List<String> extensions();

  /**
   * Runs a script on the calling thread until it ends, and longer when {@link ScriptHost#isKept}
   * says so. The script's functions, tables and generators belong to this thread; see {@link
   * ScriptHost} for calls from others.
   *
   * @throws SpellException of kind Script with language and line when the script fails; Timeout or
   *     ResourceLimit when it exceeds a limit
   */
  ScriptResult run(ScriptRequest request, ScriptLimits limits, ScriptHost host);

  /**
   * Whether there is something in a text that fits a pattern, as the language understands patterns.
   * Any thread.
   *
   * @throws SpellException of kind Validation when the pattern makes no sense, or takes too long
   * @throws UnsupportedOperationException when the language has no patterns
   */
  default boolean matches(String text, String pattern) {
    throw new UnsupportedOperationException(language() + " has no patterns");
  }
}
