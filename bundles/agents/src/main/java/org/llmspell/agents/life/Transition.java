package org.llmspell.agents.life;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.agent.AgentPhase;

/**
 * One step of a life.
 *
 * @param elapsed how long the phase before has lasted
 */
public record Transition(
    AgentPhase from, AgentPhase to, Instant at, Duration elapsed, @Nullable String reason) {}
