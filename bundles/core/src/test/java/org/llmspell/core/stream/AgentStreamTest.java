package org.llmspell.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

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
}
