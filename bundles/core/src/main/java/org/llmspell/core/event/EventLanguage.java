package org.llmspell.core.event;

import java.util.Locale;

/** The language that an event comes from, or that a subscriber is written in. */
public enum EventLanguage {
  /** The platform and its bundles. */
  JAVA("Java"),
  /** Lua scripts. */
  LUA("Lua"),
  /** JavaScript. */
  JAVASCRIPT("JavaScript"),
  /** Python. */
  PYTHON("Python"),
  /** Rust. */
  RUST("Rust"),
  /** Anything else. */
  UNKNOWN("Unknown");

  private final String displayName;

  EventLanguage(String displayName) {
    this.displayName = displayName;
  }

  /** The name as it stands in the JSON form of an event, for example {@code JavaScript}. */
  public String displayName() {
    return displayName;
  }

  /**
   * The language of a name in any spelling, short forms included; {@link #UNKNOWN} if none fits.
   */
  public static EventLanguage of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "java", "native" -> JAVA;
      case "lua" -> LUA;
      case "javascript", "js" -> JAVASCRIPT;
      case "python", "py" -> PYTHON;
      case "rust" -> RUST;
      default -> UNKNOWN;
    };
  }
}
