package org.llmspell.core.security;

/** How far a component may reach, in rising order. */
public enum SecurityLevel {
  /** No files, no network. */
  SAFE,
  /** Files and network within what the settings allow. */
  RESTRICTED,
  /** Everything. */
  PRIVILEGED;

  /** Whether a caller of this level may use a component that requires {@code required}. */
  public boolean allows(SecurityLevel required) {
    return compareTo(required) >= 0;
  }

  /** The name in scripts and listings: {@code Safe}, {@code Restricted} or {@code Privileged}. */
  public String displayName() {
    return switch (this) {
      case SAFE -> "Safe";
      case RESTRICTED -> "Restricted";
      case PRIVILEGED -> "Privileged";
    };
  }
}
