package org.llmspell.core.state;

import java.util.Locale;

/** What sort of data a value is; decides what is done to it on its way to the store. */
public enum StateClass {
  /** Checked, hooked, stored. */
  STANDARD,
  /** Like standard; shown redacted wherever it is shown. */
  SENSITIVE,
  /** Kept in memory only, in bounded number; no hooks, no events. */
  EPHEMERAL,
  /** From a source that needs no checks: stored without hooks and events. */
  TRUSTED,
  /** From outside: like standard, shown redacted. */
  EXTERNAL;

  /** The class that a key asks for by its name; {@link #STANDARD} when it asks for none. */
  public static StateClass ofKey(String key) {
    if (key.startsWith("benchmark:") || key.startsWith("test:")) {
      return TRUSTED;
    }
    if (key.startsWith("temp:") || key.startsWith("cache:")) {
      return EPHEMERAL;
    }
    if (key.contains("secret") || key.contains("token") || key.contains("credential")) {
      return SENSITIVE;
    }
    return key.startsWith("external:") || key.startsWith("user_input:") ? EXTERNAL : STANDARD;
  }

  /** Whether hooks run and events are published. */
  public boolean isObserved() {
    return this != EPHEMERAL && this != TRUSTED;
  }

  /** Whether values are redacted where they are shown. */
  public boolean isRedacted() {
    return this == SENSITIVE || this == EXTERNAL;
  }

  /** The name in settings and scripts: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
