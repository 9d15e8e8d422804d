package org.llmspell.providers.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.pdf.PdfFile;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.media.MediaContent;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.model.ModelTool;
import org.llmspell.core.model.ModelToolCall;

/** Requests in the form of the library. */
final class ToVendor {
  private static final String ASK_FOR_JSON =
      "Answer with one JSON object and nothing else: no text around it, no code fence.";

  private ToVendor() {}

  /**
   * A request.
   *
   * @param jsonMode whether the vendor can be held to JSON without a schema
   */
  static ChatRequest request(ModelRequest request, boolean jsonMode) {
    List<ChatMessage> messages = new ArrayList<>();
    request.messages().forEach(message -> messages.add(message(message)));
    if (!jsonMode && request.format() instanceof org.llmspell.core.model.ResponseFormat.Json) {
      messages.addFirst(SystemMessage.from(ASK_FOR_JSON));
    }
    var builder = ChatRequest.builder().messages(messages);
    if (request.temperature() != null) {
      builder.temperature(request.temperature());
    }
    if (request.maxTokens() != null) {
      builder.maxOutputTokens(request.maxTokens());
    }
    if (!request.stop().isEmpty()) {
      builder.stopSequences(request.stop());
    }
    // That no tool may be called is best said by offering none.
    boolean offered = request.toolChoice() != ModelRequest.ToolChoice.NONE;
    if (!request.tools().isEmpty() && offered) {
      builder.toolSpecifications(request.tools().stream().map(ToVendor::tool).toList());
      if (request.toolChoice() == ModelRequest.ToolChoice.REQUIRED) {
        builder.toolChoice(ToolChoice.REQUIRED);
      }
    }
    switch (request.format()) {
      case org.llmspell.core.model.ResponseFormat.Text _ -> {}
      case org.llmspell.core.model.ResponseFormat.Json _ -> {
        if (jsonMode) {
          builder.responseFormat(ResponseFormat.JSON);
        }
      }
      case org.llmspell.core.model.ResponseFormat.JsonSchema(var name, var schema) ->
          builder.responseFormat(
              ResponseFormat.builder()
                  .type(ResponseFormatType.JSON)
                  .jsonSchema(
                      JsonSchema.builder().name(name).rootElement(Schemas.object(schema)).build())
                  .build());
    }
    return builder.build();
  }

  private static ToolSpecification tool(ModelTool tool) {
    return ToolSpecification.builder()
        .name(tool.name())
        .description(tool.description())
        .parameters(Schemas.object(tool.parameters()))
        .build();
  }

  private static ChatMessage message(ModelMessage message) {
    return switch (message) {
      case ModelMessage.System(var text) -> SystemMessage.from(text.isBlank() ? " " : text);
      case ModelMessage.User user -> user(user);
      case ModelMessage.Assistant assistant -> assistant(assistant);
      case ModelMessage.ToolResult result ->
          ToolExecutionResultMessage.builder()
              .id(result.callId())
              .toolName(result.toolName())
              .text(result.text())
              .isError(result.failed())
              .build();
    };
  }

  private static UserMessage user(ModelMessage.User user) {
    List<Content> contents = new ArrayList<>();
    if (!user.text().isEmpty() || user.media().isEmpty()) {
      contents.add(TextContent.from(user.text().isBlank() ? " " : user.text()));
    }
    user.media().forEach(item -> contents.add(content(item)));
    return UserMessage.from(contents);
  }

  private static Content content(MediaContent item) {
    return switch (item) {
      case MediaContent.Text(var text) -> TextContent.from(text);
      case MediaContent.Image image ->
          ImageContent.from(base64(image.data()), image.format().mimeType());
      case MediaContent.Audio audio ->
          AudioContent.from(
              Audio.builder()
                  .base64Data(base64(audio.data()))
                  .mimeType("audio/" + audio.format().name().toLowerCase(Locale.ROOT))
                  .build());
      case MediaContent.Binary binary when "application/pdf".equals(binary.mimeType()) ->
          PdfFileContent.from(
              PdfFile.builder()
                  .base64Data(base64(binary.data()))
                  .mimeType("application/pdf")
                  .build());
      case MediaContent.Video _, MediaContent.Binary _ ->
          throw SpellException.validation(
              "media",
              "Models take text, images, sound and PDF, not media of type %s"
                  .formatted(item.type().displayName()));
    };
  }

  private static String base64(byte[] data) {
    return Base64.getEncoder().encodeToString(data);
  }

  private static AiMessage assistant(ModelMessage.Assistant assistant) {
    var builder = AiMessage.builder();
    if (!assistant.text().isEmpty() || assistant.toolCalls().isEmpty()) {
      builder.text(assistant.text());
    }
    Map<String, Object> attributes = new HashMap<>();
    assistant
        .extra()
        .forEach((key, value) -> {
          if (key.equals(FromVendor.THINKING) && value instanceof String thinking) {
            builder.thinking(thinking);
          } else if (value != null) {
            attributes.put(key, value);
          }
        });
    return builder
        .toolExecutionRequests(assistant.toolCalls().stream().map(ToVendor::call).toList())
        .attributes(attributes)
        .build();
  }

  private static ToolExecutionRequest call(ModelToolCall call) {
    return ToolExecutionRequest.builder()
        .id(call.id())
        .name(call.name())
        .arguments(FromVendor.valid(call.arguments()))
        .build();
  }
}
