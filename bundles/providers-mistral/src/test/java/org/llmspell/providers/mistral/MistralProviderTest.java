package org.llmspell.providers.mistral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.llmspell.providers.contract.Dialect.event;
import static org.llmspell.providers.contract.Dialect.quoted;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelToolCall;
import org.llmspell.providers.contract.VendorContract;
import org.llmspell.providers.contract.VendorRig;

class MistralProviderTest implements VendorContract {
  private static final String END = event("[DONE]");

  @Override
  public VendorRig open() {
    return VendorRig.open(new MistralDialect(), MistralProvider::new, MistralProvider::close);
  }

  private static String piece(String delta, String finish) {
    return event(
        "{\"id\":\"c1\",\"model\":\"model-1\",\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}"
            .formatted(delta, finish));
  }

  private static String call(int index, String id, String name, String arguments) {
    return "\"tool_calls\":[{\"index\":%d,\"id\":\"%s\",\"function\":{\"name\":\"%s\",\"arguments\":%s}}]"
        .formatted(index, id, name, quoted(arguments));
  }

  private ModelReply reply(String... pieces) {
    try (VendorRig rig = open()) {
      rig.server().streams(rig.dialect().streamType(), List.of(pieces));
      return rig.model().stream(
              ModelRequest.builder().user("hello").tools(TOOLS).build(), ExecutionContext.create())
          .reply();
    }
  }

  @Test
  void readsCallsThatAreSpreadOverPieces() {
    ModelReply reply =
        reply(
            piece(call(0, "call_a", "weather", "{\"city\":"), "null"),
            piece(call(0, "null", "", "\"Rome\"}"), "null"),
            piece(call(1, "call_b", "time", "{\"zone\":\"CET\"}"), "null"),
            piece(call(1, "call_c", "time", "{\"zone\":\"UTC\"}"), "null"),
            piece("\"content\":\"\"", "\"tool_calls\""),
            END);

    assertThat(reply.toolCalls())
        .containsExactly(
            new ModelToolCall("call_a", "weather", "{\"city\":\"Rome\"}"),
            new ModelToolCall("call_b", "time", "{\"zone\":\"CET\"}"),
            new ModelToolCall("call_c", "time", "{\"zone\":\"UTC\"}"));
  }
}
