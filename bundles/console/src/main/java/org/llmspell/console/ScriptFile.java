package org.llmspell.console;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptSource;

/** Reads the file of a script that a command names. */
final class ScriptFile {
  private static final long MAX_BYTES = 16 << 20;

  private ScriptFile() {}

  /**
   * Reads the script.
   *
   * @throws SpellException that says why the file is no script
   */
  static ScriptSource read(CommandCall call, String name) throws IOException {
    Path file = call.path(name);
    return new ScriptSource(name, read(name, file), Optional.of(file));
  }

  private static String read(String name, Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw SpellException.validation("FILE", "'%s' is a folder, not a script".formatted(name));
    }
    if (!Files.exists(file)) {
      throw SpellException.validation("FILE", "Script file not found: " + name);
    }
    if (Files.size(file) > MAX_BYTES) {
      throw SpellException.resourceLimit("Script size", MAX_BYTES, Files.size(file));
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new SpellException(
          SpellException.validation("FILE", "").kind(),
          "Script '%s' is not UTF-8 text; save it as such".formatted(name),
          e);
    }
  }
}
