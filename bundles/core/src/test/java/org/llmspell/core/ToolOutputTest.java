package org.llmspell.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ToolOutputTest {

  @Test
  void aFailureCarriesMessageAndCode() {
    var output = ToolOutput.failure("evaluate", "Bad", "E1");

    assertThat(output.success()).isFalse();
    assertThat(output.error()).isEqualTo("Bad");
    assertThat(output.text())
        .isEqualTo(
            """
            {
              "operation": "evaluate",
              "success": false,
              "error": {
                "message": "Bad",
                "code": "E1",
                "details": null
              }
            }\
            """);
  }

  @Test
  void aPayloadIsTheTextAndTheEnvelopeIsMetadata() {
    var output = ToolOutput.success("read", "content").withPayload("content");

    assertThat(output.text()).isEqualTo("content");
    assertThat(output.metadata()).containsEntry("operation", "read").containsKey("response");
  }

  @Test
  void escapesWhatJsonCanNotHold() {
    assertThat(ToolOutput.of(List.of("a\"\\\n\u0001ü", Double.NaN, 1.5, true)).text())
        .isEqualTo("[\n  \"a\\\"\\\\\\n\\u0001ü\",\n  null,\n  1.5,\n  true\n]");
  }

  @Test
  void addsAnEntryToTheEnvelope() {
    assertThat(ToolOutput.success("x", null).with("resource_usage", Map.of("n", 1L)).data())
        .isEqualTo(Map.of("operation", "x", "success", true, "resource_usage", Map.of("n", 1L)));
  }

  @Test
  void refusesDataThatContainsItself() {
    List<@Nullable Object> list = new ArrayList<>();
    list.add(list);

    assertThatThrownBy(() -> ToolOutput.of(list).text()).hasMessageContaining("contains itself");
  }
}
