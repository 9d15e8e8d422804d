package org.llmspell.security.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log: a JSON object whose first member is the hash over all that follows it, which
 * begins with the hash of the line before.
 *
 * @param hash its hash
 * @param previous the hash of the line before
 * @param sequence its number, counted from 1
 * @param rest what the hash is over
 */
record Line(String hash, String previous, long sequence, String rest) {
  static final String NO_HASH = "0".repeat(64);
  private static final String HEAD = "{\"hash\":\"";
  private static final String PREVIOUS = "\"prev\":\"";
  private static final String SEQUENCE = "\"seq\":";
  private static final int HASH = 64;

  /** A new line after another. */
  static Line after(String previous, long sequence, Map<String, ?> members) {
    String rest = PREVIOUS + previous + "\"," + SEQUENCE + sequence + Json.members(members) + "}";
    return new Line(sha256(rest), previous, sequence, rest);
  }

  /** The line that a text is; empty when it is none, or was changed. */
  static Optional<Line> parse(String text) {
    int start = HEAD.length() + HASH + 2;
    if (!text.startsWith(HEAD) || text.length() < start + PREVIOUS.length() + HASH + 10) {
      return Optional.empty();
    }
    String hash = text.substring(HEAD.length(), HEAD.length() + HASH);
    String rest = text.substring(start);
    if (!sha256(rest).equals(hash) || !rest.startsWith(PREVIOUS)) {
      return Optional.empty();
    }
    String previous = rest.substring(PREVIOUS.length(), PREVIOUS.length() + HASH);
    Object sequence = Json.parse("{" + rest).map(members -> members.get("seq")).orElse(null);
    if (!(sequence instanceof Long number)) {
      return Optional.empty();
    }
    var line = new Line(hash, previous, number, rest);
    return line.text().equals(text) ? Optional.of(line) : Optional.empty();
  }

  /** All members. */
  Map<String, @Nullable Object> members() {
    return Json.parse("{" + rest).orElseGet(LinkedHashMap::new);
  }

  String text() {
    return HEAD + hash + "\"," + rest;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
