package org.llmspell.core.agent;

import java.util.List;
import org.llmspell.core.BaseAgent;
import org.osgi.annotation.versioning.ConsumerType;

/** A component that holds a conversation. Safe to share between threads. */
@ConsumerType
public interface Agent extends BaseAgent {

  /** How it was set up. */
  AgentConfig config();

  /** Where it is in its life. Always ready, unless it has a life of its own. */
  default AgentPhase phase() {
    return AgentPhase.READY;
  }

  /** The conversation so far, oldest first; a copy. */
  List<Message> conversation();

  /** Adds a message at the end. */
  void addMessage(Message message);

  /** Forgets the conversation. */
  void clearConversation();

  /** How many messages the conversation has. */
  default int conversationLength() {
    return conversation().size();
  }

  /**
   * Forgets the oldest messages until no more than {@link AgentConfig#maxConversationLength()} are
   * left. System messages stay.
   */
  void trimConversation();
}
