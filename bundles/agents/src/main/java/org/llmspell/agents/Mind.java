package org.llmspell.agents;

import org.llmspell.core.AgentOutput;

/** What makes the answers of an agent. Many threads may be inside at once. */
@FunctionalInterface
interface Mind {
  /** Answers. */
  AgentOutput think(Turn turn);
}
