package org.llmspell.core.script;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table of its own for a script, whose keys may be whole numbers and text side by side.
 *
 * @param entries keys are {@code Long} or {@code String}; values as for a {@link ScriptFunction}
 */
public record ScriptTable(Map<Object, Object> entries) {

  /** Copies the entries. */
  public ScriptTable {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }
}
