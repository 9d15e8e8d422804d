package org.llmspell.providers;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/** Addresses of servers. */
final class Addresses {
  private Addresses() {}

  /** Without slashes at the end. */
  static String trimmed(String url) {
    String text = url.strip();
    while (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    return text;
  }

  /**
   * An address that a caller has given.
   *
   * @throws SpellException of kind Validation when it is none
   */
  static String checked(String url) {
    String text = trimmed(url);
    if (origin(text) == null) {
      throw SpellException.validation(
          "base_url",
          "base_url '%s' is no address: write it as https://host/path, without user and password"
              .formatted(url));
    }
    return text;
  }

  /** Whether both are on the same server. */
  static boolean sameOrigin(String one, String other) {
    String origin = origin(one);
    return origin != null && origin.equals(origin(other));
  }

  private static @Nullable String origin(String url) {
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme();
      String host = uri.getHost();
      if (scheme == null
          || host == null
          || uri.getUserInfo() != null
          || !scheme.matches("(?i)https?")) {
        return null;
      }
      boolean secure = scheme.equalsIgnoreCase("https");
      int port = uri.getPort() < 0 ? (secure ? 443 : 80) : uri.getPort();
      return "%s://%s:%d".formatted(scheme, host, port).toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
