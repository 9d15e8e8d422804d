package org.llmspell.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.component.ComponentId;
import org.llmspell.core.media.MediaContent;

/**
 * What a component answers.
 *
 * @param text the text; for tools usually a JSON document
 * @param media further output
 * @param toolCalls tool calls that were made or are wanted
 * @param metadata what is known about it
 * @param transferTo the component that should go on, or null
 */
public record AgentOutput(
    String text,
    List<MediaContent> media,
    List<ToolCall> toolCalls,
    OutputMetadata metadata,
    @Nullable ComponentId transferTo) {

  /** Copies the lists. */
  public AgentOutput {
    media = List.copyOf(media);
    toolCalls = List.copyOf(toolCalls);
  }

  /** Output of text alone. */
  public static AgentOutput text(String text) {
    return new AgentOutput(text, List.of(), List.of(), OutputMetadata.NONE, null);
  }

  /** The same output with other metadata. */
  public AgentOutput withMetadata(OutputMetadata newMetadata) {
    return new AgentOutput(text, media, toolCalls, newMetadata, transferTo);
  }

  /** The same output with media added. */
  public AgentOutput withMedia(List<MediaContent> items) {
    List<MediaContent> all = new ArrayList<>(media);
    all.addAll(items);
    return new AgentOutput(text, all, toolCalls, metadata, transferTo);
  }

  /** The same output with tool calls. */
  public AgentOutput withToolCalls(List<ToolCall> calls) {
    return new AgentOutput(text, media, calls, metadata, transferTo);
  }

  /** The same output, handed over to another component. */
  public AgentOutput transferredTo(ComponentId target) {
    return new AgentOutput(text, media, toolCalls, metadata, target);
  }

  /** Whether there is any media. */
  public boolean hasMedia() {
    return !media.isEmpty();
  }

  /** Whether there are tool calls. */
  public boolean hasToolCalls() {
    return !toolCalls.isEmpty();
  }

  /** Whether another component should go on. */
  public boolean isTransfer() {
    return transferTo != null;
  }
}
