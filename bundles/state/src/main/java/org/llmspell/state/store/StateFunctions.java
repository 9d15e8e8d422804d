package org.llmspell.state.store;

import java.util.Map;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptSession;

/**
 * Functions for the global {@code State}; a service that only this bundle can see. A function that
 * is switched off is there all the same, and its result is an error.
 */
@FunctionalInterface
public interface StateFunctions {

  /**
   * The functions for one script, by their names in snake_case; the other spelling comes by itself.
   *
   * @param session the run of the script
   */
  Map<String, ScriptFunction> open(ScriptSession session);
}
