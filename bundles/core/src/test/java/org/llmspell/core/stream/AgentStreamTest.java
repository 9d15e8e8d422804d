package org.llmspell.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class AgentStreamTest {

  @Test
  void aTextIsOneFinalChunk() {
    try (var stream = AgentStream.ofText("hello")) {
      var chunk = stream.next();

      assertThat(chunk.content()).isEqualTo(new ChunkContent.Text("hello"));
      assertThat(chunk.index()).isZero();
      assertThat(chunk.metadata().last()).isTrue();
      assertThat(stream.hasNext()).isFalse();
    }
  }

  @Test
  void aClosedStreamHasNothingMore() {
    var stream = AgentStream.ofText("hello");

    stream.close();

    assertThat(stream.hasNext()).isFalse();
  }

  @Test
  void chunksComeInOrderAndThenNoMore() {
    var stream = AgentStream.of(List.of(chunk(0, "a"), chunk(1, "b")));

    assertThat(stream.next().content()).isEqualTo(new ChunkContent.Text("a"));
    assertThat(stream.next().content()).isEqualTo(new ChunkContent.Text("b"));
    assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aClosedStreamGivesNothing() {
    var stream = AgentStream.of(List.of(chunk(0, "a")));

    stream.close();
    stream.close();

    assertThatThrownBy(stream::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("The stream is closed");
  }

  @Test
  void whatAChunkCarriesIsNotChangedFromOutside() {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("a", 1L);
    var content = new ChunkContent.ToolCallComplete("id", "tool", arguments);

    arguments.clear();

    assertThat(content.arguments()).isEqualTo(Map.of("a", 1L));
  }

  private static AgentChunk chunk(int index, String text) {
    return new AgentChunk(
        "s", index, new ChunkContent.Text(text), ChunkMetadata.of(index == 1), Instant.EPOCH);
  }
}
