package org.llmspell.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.llmspell.core.AgentInput;
import org.llmspell.core.agent.Message;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.media.AudioFormat;
import org.llmspell.core.media.AudioMetadata;
import org.llmspell.core.media.ColorSpace;
import org.llmspell.core.media.ImageFormat;
import org.llmspell.core.media.ImageMetadata;
import org.llmspell.core.media.MediaContent;
import org.llmspell.core.media.MediaType;
import org.llmspell.core.media.VideoFormat;
import org.llmspell.core.media.VideoMetadata;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.state.AgentState;
import org.llmspell.core.state.AgentStates;

@Tag("unit")
class StateTest {
  private final Bed bed = new Bed();
  private final Map<String, AgentState> kept = new TreeMap<>();

  StateTest() {
    bed.surroundings.setStates(
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
  void bringsMediaBack() {
    bed.says("seen").says("still seen");
    byte[] bytes = {1, 2, -3};
    List<MediaContent> media =
        List.of(
            new MediaContent.Image(
                bytes, ImageFormat.WEBP, new ImageMetadata(3, 4, ColorSpace.CMYK, true, 72)),
            new MediaContent.Audio(bytes, AudioFormat.FLAC, new AudioMetadata(9, 44_100, 2, null)),
            new MediaContent.Video(
                bytes, VideoFormat.MKV, new VideoMetadata(8, 3, 4, 29.97, "av1")),
            new MediaContent.Binary(bytes, "application/pdf", "a.pdf"),
            new MediaContent.Text("a note"));
    LiveAgent agent = bed.agent("a");
    agent.execute(
        new AgentInput("look", media, null, Map.of(), Set.of(MediaType.TEXT)),
        ExecutionContext.create());

    bed.service.save(agent);
    bed.service.destroy("a");
    LiveAgent other = bed.agent("a");
    bed.service.load(other);
    other.execute(AgentInput.text("and now?"), ExecutionContext.create());

    ModelMessage first = bed.requests.getLast().messages().get(1);
    assertThat(first)
        .isInstanceOfSatisfying(
            ModelMessage.User.class,
            user -> assertThat(user.media()).usingRecursiveComparison().isEqualTo(media));
    assertThat(kept.toString()).doesNotContain("[B@");
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
