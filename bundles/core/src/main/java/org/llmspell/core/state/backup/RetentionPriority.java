package org.llmspell.core.state.backup;

import java.util.Locale;

/** How much a backup is worth keeping, in rising order. */
public enum RetentionPriority {
  /** May go. */
  LOW,
  /** One of many. */
  STANDARD,
  /** Young, or full. */
  IMPORTANT,
  /** The newest full backup, or one that others build on. */
  CRITICAL;

  /** The name in reports: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
