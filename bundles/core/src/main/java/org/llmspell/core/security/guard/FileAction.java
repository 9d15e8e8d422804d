package org.llmspell.core.security.guard;

import java.util.Locale;

/** What is done with a file. */
public enum FileAction {
  /** Its content or attributes are read, or a folder is listed. */
  READ,
  /** It is made or replaced, appended to, or moved to. */
  WRITE,
  /** It is deleted, or moved away. */
  DELETE;

  /** The word for messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
