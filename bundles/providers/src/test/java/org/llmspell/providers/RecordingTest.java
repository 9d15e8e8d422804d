package org.llmspell.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.llmspell.core.model.FinishReason;
import org.llmspell.core.model.ModelName;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelTool;
import org.llmspell.core.model.ModelToolCall;
import org.llmspell.core.model.TokenUsage;

class RecordingTest {

  @RepeatedTest(100)
  void readsWhatItHasWritten(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    List<ModelToolCall> calls = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      calls.add(new ModelToolCall(text(random), text(random), text(random)));
    }
    List<String> chunks = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      chunks.add(text(random));
    }
    Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    extra.put("signature", text(random));
    var reply =
        new ModelReply(
            text(random),
            calls,
            new TokenUsage(random.nextBoolean() ? random.nextLong() : null, null),
            random.nextBoolean() ? FinishReason.LENGTH : FinishReason.TOOL_CALLS,
            text(random),
            null,
            Duration.ZERO,
            extra);
    ModelRequest request =
        ModelRequest.builder()
            .system(text(random))
            .user(text(random))
            .temperature(random.nextDouble())
            .build();
    var recording = new Recording(Recording.key(request, values -> values), reply, chunks);

    String line = recording.line(values -> values);

    assertThat(line).doesNotContain("\n");
    assertThat(Recording.parse(line, "line")).isEqualTo(recording);
  }

  private static String text(Random random) {
    String letters = "ab \n\t\"\\{}[]:,\u00e4\u20ac\u2028\u0001";
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  @Test
  void equalRequestsAreEqualWhateverTheOrderOfKeys() {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("a", 1L);
    one.put("b", 2L);
    Map<String, @Nullable Object> other = new LinkedHashMap<>();
    other.put("b", 2L);
    other.put("a", 1L);

    assertThat(key(one)).isEqualTo(key(other));
  }

  private static String key(Map<String, @Nullable Object> parameters) {
    return Recording.key(
        ModelRequest.builder().user("x").tool(new ModelTool("t", "", parameters)).build(),
        values -> values);
  }

  @Test
  void namesOfModelsDoNotLeaveTheFolder() {
    Path folder = Path.of("recordings");

    assertThat(RecordingFile.of(folder, new ModelName("acme", "../../etc/passwd")).path())
        .isEqualTo(folder.resolve("acme").resolve("__.._etc_passwd.jsonl"));
  }

  @Test
  void saysWhichLineIsWrong() {
    assertThatThrownBy(() -> Recording.parse("{", "f.jsonl, line 3"))
        .hasMessageContaining("f.jsonl, line 3");
    assertThatThrownBy(() -> Recording.parse("{}", "f.jsonl, line 3"))
        .hasMessageContaining("'request' and 'reply'");
  }
}
