package org.llmspell.core.agent;

import java.time.Instant;

/**
 * One message of a conversation.
 *
 * @param role who says it
 * @param content what is said
 * @param timestamp when
 */
public record Message(Role role, String content, Instant timestamp) {

  /** Who says something. */
  public enum Role {
    /** The one who set up the agent. */
    SYSTEM,
    /** The user. */
    USER,
    /** The model. */
    ASSISTANT,
    /** A tool that the model has called. */
    TOOL
  }
}
