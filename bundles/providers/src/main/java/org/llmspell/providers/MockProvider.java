package org.llmspell.providers;

import java.util.List;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelCapabilities;
import org.llmspell.core.model.ModelChunk;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.model.ModelProvider;
import org.llmspell.core.model.ModelProviderSpec;
import org.llmspell.core.model.ModelReply;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelSettings;
import org.llmspell.core.model.ModelStream;
import org.osgi.service.component.annotations.Component;

/** The provider {@code mock}: each of its models answers {@code Answer to: <prompt>}. */
@Component
@ModelProviderSpec(
    name = "mock",
    description = "Answers every question with the question, without a network",
    key_required = false,
    remote = false,
    default_model = "echo",
    listed = false)
public final class MockProvider implements ModelProvider {

  @Override
  public LanguageModel model(ModelSettings settings) {
    return new Mock(settings.name().model());
  }

  private record Mock(String name) implements LanguageModel {

    @Override
    public ModelCapabilities capabilities() {
      return new ModelCapabilities(true, false, true, false, null, null);
    }

    @Override
    public ModelReply generate(ModelRequest request, ExecutionContext context) {
      String prompt =
          request.messages().reversed().stream()
              .filter(ModelMessage.User.class::isInstance)
              .findFirst()
              .map(ModelMessage::text)
              .orElse("");
      String text = "Answer to: " + prompt;
      return Replies.of(text, List.of(), Requests.usage(request, text, List.of()), name);
    }

    @Override
    public ModelStream stream(ModelRequest request, ExecutionContext context) {
      ModelReply reply = generate(request, context);
      return new ListStream(List.of(new ModelChunk.Text(reply.text()), new ModelChunk.Done(reply)));
    }
  }
}
