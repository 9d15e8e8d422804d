package org.llmspell.core.hook.replay;

import java.util.Locale;
import org.llmspell.core.error.SpellException;

/** How a recorded run is run again. */
public enum ReplayMode {
  /** With the recorded context. */
  EXACT,
  /** With a changed context. */
  MODIFIED,
  /** Not at all: the recorded result is what comes out. */
  SIMULATE,
  /** With the recorded context, and notes about how it went. */
  DEBUG;

  /** The name in lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The mode of a name.
   *
   * @throws SpellException of kind Validation that lists the modes
   */
  public static ReplayMode parse(String name) {
    for (ReplayMode mode : values()) {
      if (mode.text().equals(name)) {
        return mode;
      }
    }
    throw SpellException.validation(
        "mode",
        "Unknown replay mode '%s'. Use one of exact, modified, simulate, debug".formatted(name));
  }
}
