package org.llmspell.agents;

import java.util.List;
import java.util.Map;
import org.llmspell.agents.loop.Conversation;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.OutputMetadata;
import org.llmspell.core.model.ModelMessage;

/** Answers with what it was asked. */
final class BasicMind implements Mind {
  private final String agent;
  private final Conversation conversation;

  BasicMind(String agent, Conversation conversation) {
    this.agent = agent;
    this.conversation = conversation;
  }

  @Override
  public AgentOutput think(Turn turn) {
    String asked = turn.input().text();
    String answer = "BasicAgent '%s' received: %s".formatted(agent, asked);
    if (turn.sink().streams()) {
      turn.sink().text(answer);
    }
    conversation.append(List.of(new ModelMessage.User(asked), new ModelMessage.Assistant(answer)));
    return AgentOutput.text(answer).withMetadata(OutputMetadata.of(Map.of("agent_type", "basic")));
  }
}
