package org.llmspell.providers.contract;

import java.util.List;
import java.util.Map;

/** How a vendor writes its answers, and where it looks in requests. */
public interface Dialect {

  /**
   * A tool call.
   *
   * @param arguments JSON
   */
  record Call(String id, String name, String arguments) {}

  /** An answer of text: 12 tokens in, 5 out, complete. */
  String text(String text);

  /** An answer of tool calls. */
  String tools(List<Call> calls);

  /** An answer of text in pieces, each as it is written on the wire, with the end. */
  List<String> textPieces(List<String> pieces);

  /** An answer of tool calls in pieces. */
  List<String> toolPieces(List<Call> calls);

  /** An error with a message. */
  String error(String message);

  /** The content type of an answer in pieces. */
  default String streamType() {
    return "text/event-stream";
  }

  /** The header with the key, and what stands before the key there. */
  Map.Entry<String, String> keyHeader();

  /** Texts that a request has in its body when the answer must be JSON. */
  List<String> jsonMarks();

  /** Whether calls of tools have ids. */
  default boolean hasIds() {
    return true;
  }

  /** A line of a stream of server-sent events. */
  static String event(String data) {
    return "data: " + data + "\n\n";
  }

  /** A named event. */
  static String event(String name, String data) {
    return "event: " + name + "\n" + event(data);
  }

  /** A text as JSON. */
  static String quoted(String text) {
    return org.llmspell.json.PlainJson.compact(text);
  }
}
