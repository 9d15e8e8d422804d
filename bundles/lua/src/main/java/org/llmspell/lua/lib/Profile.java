package org.llmspell.lua.lib;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;

/** How far a script may reach by itself; each profile includes those before it. */
public enum Profile {
  /** Computes only: no files, no modules, no variables. */
  NONE,
  /** Reads its own folders. */
  SAFE,
  /** Reads and writes files that tools may touch. */
  STANDARD,
  /** Changes its own folders too, and runs programs that tools may run. */
  FULL;

  /** The setting that chooses one. */
  public static final String SETTING = "engines.lua.stdlib";

  /** What the settings say; {@link #SAFE} when they say nothing. */
  public static Profile of(Settings settings) {
    String name = settings.text(SETTING).orElse(SAFE.word());
    return Arrays.stream(values())
        .filter(profile -> profile.word().equals(name))
        .findFirst()
        .orElseThrow(() ->
            SpellException.configuration(
                "Setting '%s' is '%s' but must be %s".formatted(SETTING, name, words()), null));
  }

  private static String words() {
    List<String> words = Arrays.stream(values()).map(Profile::word).toList();
    return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }

  /** The name as in settings. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this profile is at least as far-reaching as another. */
  public boolean includes(Profile other) {
    return compareTo(other) >= 0;
  }

  /** How to get it, for messages. */
  public String toAllow() {
    return "%s = \"%s\" allows it".formatted(SETTING, word());
  }
}
