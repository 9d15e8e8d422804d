package org.llmspell.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes secrets out of settings before they are shown. */
final class Redaction {
  static final String TEXT = "<REDACTED>";

  private static final List<String> WORDS =
      List.of(
          "apikey",
          "secret",
          "password",
          "passwd",
          "passphrase",
          "credential",
          "accesskey",
          "privatekey",
          "authorization");

  /** The password in an address such as {@code postgresql://user:password@host}. */
  private static final Pattern IN_ADDRESS = Pattern.compile("(://[^/@\\s:]*:)[^@/\\s]+(@)");

  private Redaction() {}

  /** Whether a setting of that name is a secret. The name of a variable with one is none. */
  static boolean isSecret(String name) {
    String folded = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return !folded.endsWith("env")
        && (folded.endsWith("token") || WORDS.stream().anyMatch(folded::contains));
  }

  /** A copy in which secrets are redacted at every depth. */
  static @Nullable Object value(String name, @Nullable Object value) {
    return switch (value) {
      case Map<?, ?> table -> table(table);
      case null -> null;
      case Object given when isSecret(name) && !(given instanceof Boolean) ->
          given.equals("") ? given : TEXT;
      case List<?> items -> items.stream().<@Nullable Object>map(i -> value("", i)).toList();
      case String text -> IN_ADDRESS.matcher(text).replaceAll("$1" + TEXT + "$2");
      default -> value;
    };
  }

  /** A copy of a table in which secrets are redacted at every depth. */
  static Map<String, @Nullable Object> table(Map<?, ?> table) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    table.forEach((key, value) -> {
      String name = String.valueOf(key);
      copy.put(name, value(name, value));
    });
    return copy;
  }
}
