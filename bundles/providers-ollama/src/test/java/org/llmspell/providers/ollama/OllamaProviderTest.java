package org.llmspell.providers.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelToolCall;
import org.llmspell.providers.contract.VendorContract;
import org.llmspell.providers.contract.VendorRig;

class OllamaProviderTest implements VendorContract {
  private static final String CALL =
      "{\"function\":{\"name\":\"weather\",\"arguments\":{\"city\":\"%s\"}}}";

  @Override
  public VendorRig open() {
    return VendorRig.open(new OllamaDialect(), OllamaProvider::new, OllamaProvider::close);
  }

  private static String line(String end, String... cities) {
    var calls = List.of(cities).stream().map(CALL::formatted).toList();
    return "{\"model\":\"model-1\",\"message\":{\"role\":\"assistant\",\"content\":\"hm \",\"tool_calls\":%s},%s}\n"
        .formatted(calls, end);
  }

  private ModelReply reply(String... lines) {
    try (VendorRig rig = open()) {
      rig.server().streams(rig.dialect().streamType(), List.of(lines));
      return rig.model().stream(
              ModelRequest.builder().user("hello").tools(TOOLS).build(), ExecutionContext.create())
          .reply();
    }
  }

  @Test
  void readsSeveralCallsOfOneLineAndMoreInTheNextWithoutNumbers() {
    ModelReply reply =
        reply(
            line("\"done\":false", "Rome", "Oslo"),
            line("\"done\":true,\"done_reason\":\"stop\"", "Bern", "Wien"));

    assertThat(reply.toolCalls())
        .extracting(ModelToolCall::arguments)
        .satisfiesExactly(
            a -> assertThat(a).contains("Rome"),
            a -> assertThat(a).contains("Oslo"),
            a -> assertThat(a).contains("Bern"),
            a -> assertThat(a).contains("Wien"));
    assertThat(reply.toolCalls()).extracting(ModelToolCall::id).doesNotHaveDuplicates();
    assertThat(reply.text()).isEqualTo("hm hm ");
  }
}
