package org.llmspell.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.llmspell.core.error.SpellException;

@Tag("unit")
class ModelValuesTest {

  @Test
  void aRequestNeedsAMessage() {
    assertThatThrownBy(() -> ModelRequest.builder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("message");
  }

  @Test
  void aBuilderOfARequestStartsWithWhatTheRequestHas() {
    var request =
        ModelRequest.builder()
            .system("be brief")
            .user("hello")
            .tool(new ModelTool("t", "a tool", Map.of()))
            .toolChoice(ModelRequest.ToolChoice.REQUIRED)
            .temperature(0.5)
            .maxTokens(9)
            .stop(List.of("END"))
            .format(new ResponseFormat.Json())
            .build();

    assertThat(request.toBuilder().build()).isEqualTo(request);
  }

  @Test
  void usageThatIsKnownInNeitherPartStaysUnknown() {
    var sum = new TokenUsage(1L, null).plus(new TokenUsage(2L, null));

    assertThat(sum).isEqualTo(new TokenUsage(3L, null));
    assertThat(sum.total()).isEqualTo(3);
  }

  @Test
  void aStreamIsReadToItsEndAndClosed() {
    var reply = reply("hello");
    var stream = new ListStream(List.of(new ModelChunk.Text("hello"), new ModelChunk.Done(reply)));

    assertThat(stream.reply()).isEqualTo(reply);
    assertThat(stream.closed).isTrue();
  }

  @Test
  void aStreamWithoutAnEndIsAnError() {
    var stream = new ListStream(List.of(new ModelChunk.Text("hel")));

    assertThatThrownBy(stream::reply)
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("without a complete answer");
    assertThat(stream.closed).isTrue();
  }

  private static ModelReply reply(String text) {
    return new ModelReply(
        text, List.of(), TokenUsage.UNKNOWN, FinishReason.STOP, "m", null, Duration.ZERO, Map.of());
  }

  private static final class ListStream implements ModelStream {
    private final java.util.Iterator<? extends ModelChunk> chunks;
    private boolean closed;

    ListStream(List<? extends ModelChunk> chunks) {
      this.chunks = chunks.iterator();
    }

    @Override
    public boolean hasNext() {
      return chunks.hasNext();
    }

    @Override
    public ModelChunk next() {
      return chunks.next();
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
