package org.llmspell.core.component;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Identifies a component.
 *
 * @param uuid the id; its text form is the hyphenated UUID
 */
public record ComponentId(UUID uuid) {

  /** The DNS name space of RFC 9562, appendix A. */
  private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

  /** A new random id (UUID version 4). */
  public static ComponentId random() {
    return new ComponentId(UUID.randomUUID());
  }

  /** The id of a name: always the same for the same name (UUID version 5, DNS name space). */
  public static ComponentId fromName(String name) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(16)
              .putLong(DNS.getMostSignificantBits())
              .putLong(DNS.getLeastSignificantBits())
              .array());
      ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
      long high = hash.getLong() & ~0xF000L | 0x5000L;
      long low = hash.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
      return new ComponentId(new UUID(high, low));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
