package org.llmspell.state.disk;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** The errors of a store on disk, in words for its users. */
public final class Failures {
  private Failures() {}

  /** A call came after the store was closed. */
  public static SpellException closed(Path folder) {
    return SpellException.storage(
        "closed",
        "the state store in '%s' is closed; open it again to use it".formatted(folder),
        null);
  }

  /** Somebody else has the folder. */
  public static SpellException locked(Path folder, String owner) {
    return SpellException.storage(
        "lock",
        "the state store in '%s' is open %s; stop that one or choose another folder"
            .formatted(folder, owner),
        null);
  }

  /** The files are not what was written. */
  public static SpellException damaged(Path folder, List<String> problems) {
    return SpellException.storage(
        "open",
        "the state store in '%s' is damaged and was left as it is: %s; 'state repair' saves what can be read"
            .formatted(folder, String.join("; ", problems)),
        null);
  }

  /** Something could not be done. */
  public static SpellException failed(String operation, Path folder, Throwable cause) {
    return SpellException.storage(
        operation,
        "the state store in '%s' could not %s: %s".formatted(folder, operation, reason(cause)),
        cause);
  }

  /** What the innermost cause says: that is where the disk or the file is named. */
  public static String reason(Throwable failure) {
    Throwable cause = failure;
    @Nullable String reason = failure.getMessage();
    for (int depth = 0; cause.getCause() != null && depth < 20; depth++) {
      cause = cause.getCause();
      reason = cause.getMessage() == null ? reason : cause.getMessage();
    }
    return reason == null ? "no reason was given" : reason.strip();
  }
}
