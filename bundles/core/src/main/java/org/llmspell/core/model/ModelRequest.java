package org.llmspell.core.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked.
 *
 * @param messages the conversation, oldest first; not empty
 * @param tools what the model may call
 * @param toolChoice whether it has to
 * @param temperature how freely it answers, 0 for not at all; null for the vendor's default
 * @param maxTokens the longest answer, in tokens; null for the default
 * @param stop texts that end the answer and are not part of it
 * @param format what the answer looks like
 */
public record ModelRequest(
    List<ModelMessage> messages,
    List<ModelTool> tools,
    ToolChoice toolChoice,
    @Nullable Double temperature,
    @Nullable Integer maxTokens,
    List<String> stop,
    ResponseFormat format) {

  /** Whether a model has to call a tool. */
  public enum ToolChoice {
    /** As it likes. */
    AUTO,
    /** It must call one. */
    REQUIRED,
    /** It must not. */
    NONE
  }

  /** Copies the lists. */
  public ModelRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    stop = List.copyOf(stop);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("A request needs at least one message");
    }
  }

  /** One message of the user and nothing else. */
  public static ModelRequest of(String text) {
    return builder().user(text).build();
  }

  /** A builder without messages. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder with what this request has. */
  public Builder toBuilder() {
    var builder = new Builder();
    builder.messages.addAll(messages);
    builder.tools.addAll(tools);
    builder.stop.addAll(stop);
    builder.toolChoice = toolChoice;
    builder.temperature = temperature;
    builder.maxTokens = maxTokens;
    builder.format = format;
    return builder;
  }

  /** Puts a request together. For use by one thread. */
  public static final class Builder {
    private final List<ModelMessage> messages = new ArrayList<>();
    private final List<ModelTool> tools = new ArrayList<>();
    private final List<String> stop = new ArrayList<>();
    private ToolChoice toolChoice = ToolChoice.AUTO;
    private @Nullable Double temperature;
    private @Nullable Integer maxTokens;
    private ResponseFormat format = new ResponseFormat.Text();

    private Builder() {}

    /** Adds a message. */
    public Builder message(ModelMessage message) {
      messages.add(message);
      return this;
    }

    /** Adds messages. */
    public Builder messages(List<? extends ModelMessage> more) {
      messages.addAll(more);
      return this;
    }

    /** Adds a message of the one who has set the model up. */
    public Builder system(String text) {
      return message(new ModelMessage.System(text));
    }

    /** Adds a message of the user. */
    public Builder user(String text) {
      return message(new ModelMessage.User(text));
    }

    /** Adds a tool. */
    public Builder tool(ModelTool tool) {
      tools.add(tool);
      return this;
    }

    /** Adds tools. */
    public Builder tools(List<ModelTool> more) {
      tools.addAll(more);
      return this;
    }

    /** Says whether the model has to call a tool. */
    public Builder toolChoice(ToolChoice choice) {
      toolChoice = choice;
      return this;
    }

    /** Sets how freely the model answers. */
    public Builder temperature(double value) {
      temperature = value;
      return this;
    }

    /** Sets the longest answer, in tokens. */
    public Builder maxTokens(int tokens) {
      maxTokens = tokens;
      return this;
    }

    /** Adds texts that end the answer. */
    public Builder stop(List<String> texts) {
      stop.addAll(texts);
      return this;
    }

    /** Sets what the answer looks like. */
    public Builder format(ResponseFormat newFormat) {
      format = newFormat;
      return this;
    }

    /** The request. */
    public ModelRequest build() {
      return new ModelRequest(messages, tools, toolChoice, temperature, maxTokens, stop, format);
    }
  }
}
