package org.llmspell.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.llmspell.core.AgentInput;
import org.llmspell.core.agent.Message;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.state.AgentState;
import org.llmspell.core.state.AgentStates;

@Tag("unit")
class StateTest {
  private final Bed bed = new Bed();
  private final Map<String, AgentState> kept = new TreeMap<>();

  StateTest() {
    bed.service.setStates(
        new AgentStates() {
          @Override
          public void save(AgentState state) {
            kept.put(state.agentId(), state);
          }

          @Override
          public Optional<AgentState> load(String agentId) {
            return Optional.ofNullable(kept.get(agentId));
          }

          @Override
          public Optional<AgentState> update(String agentId, UnaryOperator<AgentState> change) {
            return load(agentId).map(change);
          }

          @Override
          public boolean delete(String agentId) {
            return kept.remove(agentId) != null;
          }

          @Override
          public List<String> list() {
            return List.copyOf(kept.keySet());
          }

          @Override
          public Optional<Map<String, @Nullable Object>> metadata(String agentId) {
            return load(agentId).map(AgentState::metadata);
          }
        });
  }

  @Test
  void bringsTheConversationBackWithItsCalls() {
    bed.calls("echo", "{\"input\": 1}").says("done").says("again");
    LiveAgent agent = bed.agent("a", "echo");
    agent.execute(AgentInput.text("go"), ExecutionContext.create());
    agent.custom().put("mood", "good");
    List<Message> before = agent.conversation();

    bed.service.save(agent);
    bed.service.destroy("a");
    LiveAgent other = bed.agent("a", "echo");

    assertThat(bed.service.load(other)).isTrue();
    assertThat(other.conversation()).isEqualTo(before).hasSize(4);
    assertThat(other.custom()).containsEntry("mood", "good");
    other.execute(AgentInput.text("more"), ExecutionContext.create());
    assertThat(bed.requests.getLast().messages())
        .extracting("role")
        .containsExactly("system", "user", "assistant", "tool", "assistant", "user");
  }

  @Test
  void saysWhetherThereWasAnything() {
    LiveAgent agent = bed.agent("a");
    assertThat(bed.service.load(agent)).isFalse();

    bed.service.save(agent);
    assertThat(bed.service.load(agent)).isTrue();
    bed.service.forget(agent);
    assertThat(bed.service.load(agent)).isFalse();
  }
}
