package org.llmspell.core.state.migration;

import java.util.Locale;

/** What a newer schema means for those who know an older one. */
public enum SchemaCompatibility {
  /** Who knows the new one can read old values. */
  BACKWARD_COMPATIBLE,
  /** Who knows the old one can read new values. */
  FORWARD_COMPATIBLE,
  /** Neither. */
  BREAKING_CHANGE;

  /** The name in files and scripts: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
