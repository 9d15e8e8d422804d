package org.llmspell.security.network;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.llmspell.core.error.SpellException;

/** Reads URLs strictly: what two readers might read differently is refused. */
final class Urls {
  private static final Set<String> BLOCKED_SCHEMES =
      Set.of("file", "gopher", "dict", "ftp", "sftp", "ldap", "tftp", "ssh");
  private static final Pattern SUSPICIOUS = Pattern.compile("(?i)%00|%0a|%0d|%25[0-9a-f]{2}");
  private static final int MAX_LENGTH = 8192;

  private Urls() {}

  /** A URL whose parts were checked. */
  record Parsed(URI uri, Host host, int port, boolean secure) {}

  static Parsed parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw invalid(
          "Invalid URL: %d characters are too many; %d are allowed"
              .formatted(text.length(), MAX_LENGTH));
    }
    if (text.chars().anyMatch(c -> c <= ' ' || c == '\\' || c == 127)) {
      throw invalid("Invalid URL: blanks, control characters and backslashes must be encoded");
    }
    if (SUSPICIOUS.matcher(text).find()) {
      throw invalid(
          "Suspicious pattern in '%s': encoded control characters and double encoding are refused"
              .formatted(shown(text)));
    }
    URI uri = uri(text);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (BLOCKED_SCHEMES.contains(scheme)) {
      throw invalid("Blocked scheme '%s'; use http or https".formatted(scheme));
    }
    boolean secure = scheme.equals("https");
    if (!secure && !scheme.equals("http")) {
      throw invalid("Disallowed scheme '%s'; use http or https".formatted(scheme));
    }
    String authority = uri.getRawAuthority();
    if (authority == null || authority.isEmpty()) {
      throw invalid("Invalid URL: '%s' has no host".formatted(shown(text)));
    }
    if (authority.indexOf('@') >= 0) {
      throw invalid("Suspicious pattern: a URL must not have a user name or password in it");
    }
    return parsed(uri, authority, secure);
  }

  private static Parsed parsed(URI uri, String authority, boolean secure) {
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon >= 0 && authority.indexOf(']', colon) < 0;
    String name = hasPort ? authority.substring(0, colon) : authority;
    if (name.indexOf(':') >= 0 && !name.startsWith("[")) {
      throw invalid("Invalid URL: an IPv6 address is written in brackets");
    }
    try {
      return new Parsed(
          uri, Host.of(name), port(hasPort ? authority.substring(colon + 1) : "", secure), secure);
    } catch (Host.NoHost e) {
      throw invalid("Suspicious host '%s': %s".formatted(name, e.getMessage()));
    }
  }

  private static int port(String text, boolean secure) {
    if (text.isEmpty()) {
      return secure ? 443 : 80;
    }
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > 65535) {
      throw invalid("Invalid URL: port '%s' is not between 1 and 65535".formatted(text));
    }
    return Integer.parseInt(text);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw invalid("Invalid URL '%s': %s".formatted(shown(text), e.getReason()));
    }
  }

  /** Without what may be secret. */
  private static String shown(String text) {
    String url = text.replaceAll("[?#].*", "").replaceAll("//[^/]*@", "//");
    return url.length() > 100 ? url.substring(0, 100) + "..." : url;
  }

  static SpellException invalid(String message) {
    return SpellException.validation("input", "URL validation failed: " + message);
  }
}
