package org.llmspell.core.state;

import java.util.Locale;

/** The kinds of scopes. */
public enum ScopeType {
  /** Everybody's; has no id. */
  GLOBAL,
  /** Of a user. */
  USER,
  /** Of a session. */
  SESSION,
  /** Of an agent. */
  AGENT,
  /** Of a tool. */
  TOOL,
  /** Of a workflow. */
  WORKFLOW,
  /** Of a hook. */
  HOOK,
  /** Any other. */
  CUSTOM;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name in keys and scripts: lower case. */
  public String text() {
    return text;
  }
}
