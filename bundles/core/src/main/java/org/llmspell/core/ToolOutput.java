package org.llmspell.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.media.MediaContent;

/**
 * What a tool answers. {@code data} is the envelope {@code {operation, success, message?, result?,
 * error?, metadata?}} or any other plain value; {@link #text()} is what a script or a model reads.
 *
 * @param success whether the tool did what it was asked for
 * @param data the answer, a plain value
 * @param error why it failed, as one sentence; null on success
 * @param payload the text, when it is not simply the data as JSON
 * @param metadata further values by name
 * @param media further output
 * @param executionTimeMillis how long it took, when measured
 */
public record ToolOutput(
    boolean success,
    @Nullable Object data,
    @Nullable String error,
    @Nullable String payload,
    Map<String, @Nullable Object> metadata,
    List<MediaContent> media,
    @Nullable Long executionTimeMillis) {

  /** Copies the collections. */
  public ToolOutput {
    metadata =
        metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    media = List.copyOf(media);
  }

  /** Any plain value, as JSON. */
  public static ToolOutput of(@Nullable Object data) {
    return new ToolOutput(true, data, null, null, Map.of(), List.of(), null);
  }

  /** Plain text. */
  public static ToolOutput ofText(String text) {
    return new ToolOutput(true, text, null, text, Map.of(), List.of(), null);
  }

  /** The envelope of an operation that succeeded. */
  public static ToolOutput success(String operation, @Nullable Object result) {
    return success(operation, null, result);
  }

  /** The envelope of an operation that succeeded, with a word for people. */
  public static ToolOutput success(
      String operation, @Nullable String message, @Nullable Object result) {
    Map<String, @Nullable Object> envelope = envelope(operation, true);
    if (message != null) {
      envelope.put("message", message);
    }
    if (result != null) {
      envelope.put("result", result);
    }
    return of(envelope);
  }

  /** The envelope of an operation that failed. */
  public static ToolOutput failure(@Nullable String operation, String message) {
    return failure(operation, message, null);
  }

  /** The envelope of an operation that failed, with a code that programs can tell. */
  public static ToolOutput failure(
      @Nullable String operation, String message, @Nullable String code) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("message", message);
    error.put("code", code);
    error.put("details", null);
    Map<String, @Nullable Object> envelope = envelope(operation, false);
    envelope.put("error", error);
    return new ToolOutput(false, envelope, message, null, Map.of(), List.of(), null);
  }

  private static Map<String, @Nullable Object> envelope(
      @Nullable String operation, boolean success) {
    Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
    if (operation != null) {
      envelope.put("operation", operation);
    }
    envelope.put("success", success);
    return envelope;
  }

  /** The same output whose envelope has one more entry. Does nothing when the data is no object. */
  public ToolOutput with(String key, @Nullable Object value) {
    if (!(data instanceof Map<?, ?> map)) {
      return this;
    }
    Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
    map.forEach((k, v) -> envelope.put(String.valueOf(k), v));
    envelope.put(key, value);
    return new ToolOutput(success, envelope, error, payload, metadata, media, executionTimeMillis);
  }

  /** The same envelope, but with a text of its own; the envelope goes into the metadata. */
  public ToolOutput withPayload(String text) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(metadata);
    if (data instanceof Map<?, ?> map && map.get("operation") instanceof String operation) {
      more.put("operation", operation);
    }
    more.put("response", data);
    return new ToolOutput(success, data, error, text, more, media, executionTimeMillis);
  }

  /** The same output with media. */
  public ToolOutput withMedia(List<MediaContent> items) {
    return new ToolOutput(success, data, error, payload, metadata, items, executionTimeMillis);
  }

  /** The same output with the time it took, in milliseconds. */
  public ToolOutput timed(long millis) {
    return new ToolOutput(success, data, error, payload, metadata, media, millis);
  }

  /** The text: the payload if there is one, else the data as indented JSON. */
  public String text() {
    return payload != null ? payload : JsonText.of(data);
  }

  /** The output in the form that all components share. */
  public AgentOutput toAgentOutput() {
    var output = AgentOutput.text(text()).withMedia(media);
    return executionTimeMillis == null
        ? output.withMetadata(OutputMetadata.of(metadata))
        : output.withMetadata(new OutputMetadata(null, null, executionTimeMillis, null, metadata));
  }
}
