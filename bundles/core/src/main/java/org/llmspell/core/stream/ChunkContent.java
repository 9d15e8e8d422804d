package org.llmspell.core.stream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a chunk carries. In JSON: {@code {"type": ..., "data": ...}}. */
public sealed interface ChunkContent {

  /** A piece of text. */
  record Text(String text) implements ChunkContent {}

  /**
   * A tool call whose arguments are still coming.
   *
   * @param partialArguments the JSON text so far
   */
  record ToolCallProgress(String callId, String toolName, String partialArguments)
      implements ChunkContent {}

  /** A tool call with all its arguments. */
  record ToolCallComplete(String callId, String toolName, Map<String, @Nullable Object> arguments)
      implements ChunkContent {
    /** Copies the map. */
    public ToolCallComplete {
      arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }
  }

  /**
   * Media.
   *
   * @param data the bytes in Base64
   */
  record Media(String mimeType, String data, @Nullable String caption) implements ChunkContent {}

  /** A word about the stream itself. */
  record Control(ControlMessage message) implements ChunkContent {}
}
