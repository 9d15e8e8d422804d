package org.llmspell.config;

import org.jspecify.annotations.Nullable;
import org.llmspell.config.Sections.Setting;

/** What is said about a wrong setting. */
final class Problems {
  private static final int LONGEST = 120;

  private Problems() {}

  /** A value of the wrong type or out of its bounds. */
  static String wrong(Setting setting, String wanted) {
    String place = setting.places().apply(setting.key());
    return wrong(setting.key(), setting.value(), wanted, place);
  }

  /** A value of the wrong type or out of its bounds; the place may be empty. */
  static String wrong(String key, @Nullable Object value, String wanted, String place) {
    String name = key.substring(key.lastIndexOf('.') + 1);
    String shown = String.valueOf(Redaction.value(name, value));
    return "Setting '%s' is '%s' but must be %s%s"
        .formatted(
            key,
            shown.length() > LONGEST ? shown.substring(0, LONGEST) + "..." : shown,
            wanted,
            place.isEmpty() ? "" : " (%s)".formatted(place));
  }
}
