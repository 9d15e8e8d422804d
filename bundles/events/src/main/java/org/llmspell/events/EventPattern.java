package org.llmspell.events;

import java.util.ArrayList;
import java.util.List;
import org.llmspell.core.error.SpellException;

/**
 * A pattern of event types, compiled: each {@code *} stands for any text, dots included and empty
 * allowed.
 *
 * @param text the pattern as given
 * @param parts the texts between the stars; one part means that there is no star
 */
record EventPattern(String text, List<String> parts) {

  /** Copies the parts. */
  EventPattern {
    parts = List.copyOf(parts);
  }

  /**
   * Compiles a pattern.
   *
   * @throws SpellException of kind Validation when it is empty
   */
  static EventPattern of(String text) {
    if (text.isEmpty()) {
      throw SpellException.validation(
          "pattern", "Pattern cannot be empty; use '*' for all events or, say, 'user.*'");
    }
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int star = text.indexOf('*'); star >= 0; star = text.indexOf('*', start)) {
      // Neighbouring stars mean the same as one.
      if (star > start || parts.isEmpty()) {
        parts.add(text.substring(start, star));
      }
      start = star + 1;
    }
    parts.add(text.substring(start));
    return new EventPattern(text, parts);
  }

  /** Whether only one type fits. */
  boolean isExact() {
    return parts.size() == 1;
  }

  /** What each fitting type begins with. */
  String prefix() {
    return parts.getFirst();
  }

  /** What each fitting type ends with. */
  String suffix() {
    return isExact() ? "" : parts.getLast();
  }

  /** What each fitting type has in between, in this order. */
  List<String> middles() {
    return isExact() ? List.of() : parts.subList(1, parts.size() - 1);
  }

  boolean matches(String type) {
    if (isExact()) {
      return type.equals(text);
    }
    int end = type.length() - suffix().length();
    int at = prefix().length();
    if (at > end || !type.startsWith(prefix()) || !type.endsWith(suffix())) {
      return false;
    }
    for (String middle : middles()) {
      int found = type.indexOf(middle, at);
      if (found < 0 || found + middle.length() > end) {
        return false;
      }
      at = found + middle.length();
    }
    return true;
  }
}
