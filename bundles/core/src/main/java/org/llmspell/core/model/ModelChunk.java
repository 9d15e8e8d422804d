package org.llmspell.core.model;

/** A piece of an answer. */
public sealed interface ModelChunk {

  /** More text; never empty. */
  record Text(String text) implements ModelChunk {}

  /**
   * More of a tool call.
   *
   * @param index which call of the answer, counted from 0
   * @param id the call's id; empty until it is known
   * @param name the tool's name; empty until it is known
   * @param arguments more of the JSON of its arguments; may be empty
   */
  record ToolCallDelta(int index, String id, String name, String arguments) implements ModelChunk {}

  /** The end: the whole answer. */
  record Done(ModelReply reply) implements ModelChunk {}
}
