package org.llmspell.core.script;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A global variable of scripts; a service. It is found, injected into every script that starts, and
 * gone for scripts that start after its bundle went away.
 */
@ConsumerType
public interface ScriptGlobal {

  /** The names under which scripts see it, for example {@code Tool}. */
  List<String> names();

  /**
   * The value for one script: a {@link ScriptObject}, a {@link ScriptTable} or a {@link
   * ScriptFunction}. Asked for when the script uses it for the first time, on the script's thread.
   */
  Object open(ScriptSession session);
}
