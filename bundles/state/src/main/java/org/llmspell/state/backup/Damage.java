package org.llmspell.state.backup;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** Errors about files. */
final class Damage {

  private Damage() {}

  /** What is in a file is not what was written. */
  static SpellException in(Object file, String what, @Nullable Throwable cause) {
    return SpellException.storage(
        "verify", "The backup file %s is damaged: %s".formatted(file, what), cause);
  }

  /** A file could not be read or written. */
  static SpellException io(String operation, Object file, IOException cause) {
    if (cause instanceof EOFException) {
      return in(file, "it ends too early", cause);
    }
    String reason =
        cause instanceof NoSuchFileException ? "there is no such file" : cause.getMessage();
    return SpellException.storage(
        operation, "Cannot %s %s: %s".formatted(operation, file, reason), cause);
  }
}
