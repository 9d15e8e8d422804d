package org.llmspell.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.agents.loop.Conversation;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.model.ModelToolCall;

@Tag("unit")
class ConversationTest {

  @Test
  void keepsSystemMessagesAndTheNewestOthers() {
    var conversation = new Conversation(3, 1_000_000);
    conversation.append(new ModelMessage.System("rules"), Instant.EPOCH);

    for (int i = 1; i <= 5; i++) {
      conversation.append(new ModelMessage.User("q" + i), Instant.EPOCH);
    }

    assertThat(conversation.messages()).extracting("content").containsExactly("rules", "q4", "q5");
  }

  @Test
  void isCutByCharactersToo() {
    var conversation = new Conversation(100, 10);

    conversation.append(List.of(new ModelMessage.User("123456")));
    conversation.append(List.of(new ModelMessage.User("7890123")));

    assertThat(conversation.chars()).isEqualTo(7);
  }

  @Test
  void beginsWithTheUserForTheModel() {
    var conversation = new Conversation(2, 1_000_000);
    conversation.append(List.of(new ModelMessage.User("a"), new ModelMessage.Assistant("b")));
    conversation.append(new ModelMessage.User("c"), Instant.EPOCH);

    assertThat(conversation.messages()).extracting("content").containsExactly("b", "c");
    assertThat(conversation.view(1_000)).extracting(ModelMessage::text).containsExactly("c");
  }

  /** Whatever is said and however it is cut, calls and results stay together. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void neverSplitsACallFromItsResults(long seed) {
    var random = new Random(seed);
    int limit = 1 + random.nextInt(12);
    var conversation = new Conversation(limit, 50 + random.nextInt(500));
    int ids = 0;
    for (int turn = 0; turn < 100; turn++) {
      List<ModelMessage> said = new ArrayList<>();
      said.add(new ModelMessage.User("q".repeat(random.nextInt(20))));
      for (int round = random.nextInt(3); round > 0; round--) {
        List<ModelToolCall> calls = new ArrayList<>();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
          calls.add(new ModelToolCall("id" + ids++, "t", "{}"));
        }
        said.add(new ModelMessage.Assistant("", calls, Map.of()));
        calls.forEach(call -> said.add(new ModelMessage.ToolResult(call.id(), "t", "r", false)));
      }
      said.add(new ModelMessage.Assistant("a"));
      conversation.append(said);

      check(seed, conversation.entries().stream().map(Conversation.Entry::message).toList());
      check(seed, conversation.view(random.nextInt(200)));
      assertThat(conversation.messages().getLast().content()).isEqualTo("a");
    }
  }

  private static void check(long seed, List<ModelMessage> messages) {
    Set<String> open = new HashSet<>();
    for (ModelMessage message : messages) {
      if (message instanceof ModelMessage.ToolResult result) {
        assertThat(open.remove(result.callId())).as("seed %d: %s", seed, messages).isTrue();
      } else {
        assertThat(open).as("seed %d", seed).isEmpty();
        if (message instanceof ModelMessage.Assistant answer) {
          answer.toolCalls().forEach(call -> open.add(call.id()));
        }
      }
    }
    assertThat(open).as("seed %d", seed).isEmpty();
  }

  @Test
  void dropsWhatIsIncompleteWhenItIsRestored() {
    var conversation = new Conversation(10, 1_000);

    conversation.restore(
        List.of(
            new Conversation.Entry(
                new ModelMessage.ToolResult("x", "t", "r", false), Instant.EPOCH),
            new Conversation.Entry(new ModelMessage.User("q"), Instant.EPOCH),
            new Conversation.Entry(
                new ModelMessage.Assistant(
                    "", List.of(new ModelToolCall("1", "t", "{}")), Map.of()),
                Instant.EPOCH)));

    assertThat(conversation.messages()).extracting("content").containsExactly("q");
  }
}
