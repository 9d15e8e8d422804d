package org.llmspell.events;

/**
 * Types of the bus and topics of EventAdmin: {@code plugin.installed} is {@code plugin/installed}.
 */
final class Topics {
  private Topics() {}

  /** The type or pattern of a topic. */
  static String toType(String topic) {
    return topic.replace('/', '.');
  }

  /** The topic of a type; what a topic cannot hold becomes {@code _}. */
  static String toTopic(String type) {
    var topic = new StringBuilder(type.length());
    for (int i = 0; i < type.length(); i++) {
      char c = type.charAt(i);
      boolean word = c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-');
      boolean emptyPart =
          c == '.' && (i == 0 || i == type.length() - 1 || type.charAt(i - 1) == '.');
      topic.append(word ? c : c == '.' && !emptyPart ? '/' : '_');
    }
    return topic.toString();
  }
}
