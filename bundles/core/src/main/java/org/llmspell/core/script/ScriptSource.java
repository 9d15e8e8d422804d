package org.llmspell.core.script;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The text of a script.
 *
 * @param name how messages call it, for example {@code hello.lua}
 * @param text the text
 * @param file where it was read from, when it was
 */
public record ScriptSource(String name, String text, Optional<Path> file) {

  /** Code that is in no file. */
  public static ScriptSource ofText(String name, String text) {
    return new ScriptSource(name, text, Optional.empty());
  }
}
