package org.llmspell.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of values before they are shown. A name is compared as a whole, so {@code
 * token} is a secret while {@code max_tokens} and {@code author} are none; a text is searched for
 * what looks like a key of a known service, a token or an assignment of a password. Stateless.
 */
final class Redaction {
  static final String TEXT = "[REDACTED]";

  private static final Set<String> NAMES =
      Set.of(
          "apikey",
          "secret",
          "secretkey",
          "password",
          "passwd",
          "pwd",
          "token",
          "accesstoken",
          "authtoken",
          "bearertoken",
          "privatekey",
          "credential",
          "credentials",
          "authorization",
          "auth");

  private static final Pattern VALUES =
      Pattern.compile(
          String.join(
              "|",
              "sk-ant-[A-Za-z0-9_-]{95,200}",
              "sk-[A-Za-z0-9]{48,200}",
              "\\beyJ[A-Za-z0-9_-]{8,2000}\\.[A-Za-z0-9_-]{8,4000}\\.[A-Za-z0-9_-]{8,1000}",
              "\\bAKIA[0-9A-Z]{16}\\b",
              "\\bgh[po]_[A-Za-z0-9]{36}",
              "(?i:\\b(?:api[_-]?key|token)\\b[\"']?\\s{0,5}[:=]\\s{0,5}[\"']?[A-Za-z0-9_.-]{20,500})",
              "(?i:\\b(?:password|passwd|pwd|secret)\\b[\"']?\\s{0,5}[:=]\\s{0,5}[\"']?[^\\s\"']{8,500})"));

  private Redaction() {}

  /** Whether a name is that of a secret, however it is written: {@code api_key}, {@code apiKey}. */
  static boolean isSecret(String name) {
    if (name.length() > 40) {
      return false;
    }
    var folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '_' && c != '-') {
        folded.append(Character.toLowerCase(c));
      }
    }
    return NAMES.contains(folded.toString());
  }

  /** A text without what looks like a secret. */
  static String text(String text) {
    return text.length() < 8 ? text : VALUES.matcher(text).replaceAll(TEXT.replace("[", "\\["));
  }

  /** A copy in which secrets are redacted at every depth, whatever they are. */
  static @Nullable Object value(@Nullable Object value) {
    return copy(value, false);
  }

  /**
   * A copy for storing: of what has the name of a secret, texts and numbers are redacted, at every
   * depth; tables keep their shape, and other texts stay as they are.
   */
  static @Nullable Object forStorage(@Nullable Object value) {
    return copy(value, true);
  }

  private static @Nullable Object copy(@Nullable Object value, boolean storing) {
    return switch (value) {
      case String text -> storing ? text : text(text);
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((key, item) -> {
          String name = String.valueOf(key);
          copy.put(name, isSecret(name) ? secret(item, storing) : copy(item, storing));
        });
        yield copy;
      }
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>(list.size());
        list.forEach(item -> copy.add(copy(item, storing)));
        yield copy;
      }
      case null, default -> value;
    };
  }

  private static @Nullable Object secret(@Nullable Object value, boolean storing) {
    if (value == null || (storing && !(value instanceof String || value instanceof Number))) {
      return copy(value, storing);
    }
    return TEXT;
  }
}
