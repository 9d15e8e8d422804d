package org.llmspell.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.media.MediaContent;

/** One message of a conversation with a model. */
public sealed interface ModelMessage {

  /** What is said; may be empty. */
  String text();

  /** Who says it: {@code system}, {@code user}, {@code assistant} or {@code tool}. */
  default String role() {
    return switch (this) {
      case System _ -> "system";
      case User _ -> "user";
      case Assistant _ -> "assistant";
      case ToolResult _ -> "tool";
    };
  }

  /** What the model is told first. */
  @SuppressWarnings("AvoidCommonTypeNames") // it is what all vendors call it
  record System(String text) implements ModelMessage {}

  /**
   * What the user says.
   *
   * @param media what the user shows, after the text
   */
  record User(String text, List<MediaContent> media) implements ModelMessage {
    /** Copies the list. */
    public User {
      media = List.copyOf(media);
    }

    /** Text only. */
    public User(String text) {
      this(text, List.of());
    }
  }

  /**
   * What the model has answered.
   *
   * @param toolCalls the tools that it wants to be called
   * @param extra what its provider wants to see again with this message; see {@link
   *     ModelReply#extra()}
   */
  record Assistant(String text, List<ModelToolCall> toolCalls, Map<String, @Nullable Object> extra)
      implements ModelMessage {
    /** Copies the collections. */
    public Assistant(
        String text, List<ModelToolCall> toolCalls, Map<String, @Nullable Object> extra) {
      this.text = text;
      this.toolCalls = List.copyOf(toolCalls);
      this.extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }

    /** Text only. */
    public Assistant(String text) {
      this(text, List.of(), Map.of());
    }
  }

  /**
   * What a tool has given. Each call of an answer needs one, in any order, before the next message
   * of another kind.
   *
   * @param callId the call's id
   * @param toolName the tool's name
   * @param text its result, or what went wrong
   * @param failed whether it failed; for vendors that want to know
   */
  record ToolResult(String callId, String toolName, String text, boolean failed)
      implements ModelMessage {}
}
