package org.llmspell.secrets;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.secret.Secret;

/**
 * All secrets that are kept, by service, and their form as bytes: a count, then for each one name,
 * secret, and three times in seconds. To be closed, which overwrites them. For one thread.
 */
final class KeptSecrets implements AutoCloseable {
  private static final int TIMES = 3 * Long.BYTES;
  private static final int MAX_BYTES_PER_CHAR = 3;

  private final TreeMap<String, Kept> byService = new TreeMap<>();

  Map<String, Kept> byService() {
    return byService;
  }

  /** Keeps a secret; what was there is overwritten. */
  void put(String service, Kept kept) {
    close(byService.put(service, kept));
  }

  /** Forgets a secret; whether there was one. */
  boolean remove(String service) {
    Kept old = byService.remove(service);
    close(old);
    return old != null;
  }

  private static void close(@Nullable Kept kept) {
    if (kept != null) {
      kept.close();
    }
  }

  /** The bytes; the caller overwrites them. */
  byte[] toBytes() {
    Map<String, byte[]> texts = new TreeMap<>();
    int size = Integer.BYTES;
    for (Map.Entry<String, Kept> entry : byService.entrySet()) {
      byte[] text = entry.getValue().secret().use(KeptSecrets::encode);
      texts.put(entry.getKey(), text);
      size += 2 * Integer.BYTES + bytes(entry.getKey()).length + text.length + TIMES;
    }
    var buffer = ByteBuffer.allocate(size).putInt(byService.size());
    byService.forEach((service, kept) -> {
      byte[] text = texts.getOrDefault(service, new byte[0]);
      byte[] name = bytes(service);
      buffer
          .putInt(name.length)
          .put(name)
          .putInt(text.length)
          .put(text)
          .putLong(kept.created().getEpochSecond())
          .putLong(kept.changed().getEpochSecond())
          .putLong(kept.lifetime().map(Duration::toSeconds).orElse(0L));
      Arrays.fill(text, (byte) 0);
    });
    return buffer.array();
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] encode(char[] chars) {
    byte[] room = new byte[MAX_BYTES_PER_CHAR * chars.length];
    ByteBuffer encoded = ByteBuffer.wrap(room);
    CoderResult result =
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(chars), encoded, true);
    byte[] bytes = Arrays.copyOf(room, encoded.position());
    Arrays.fill(room, (byte) 0);
    if (result.isError()) {
      throw new IllegalArgumentException("A secret is no text");
    }
    return bytes;
  }

  /**
   * Reads bytes.
   *
   * @throws IllegalArgumentException when they make no sense
   */
  static KeptSecrets of(byte[] bytes) {
    var secrets = new KeptSecrets();
    try {
      var buffer = ByteBuffer.wrap(bytes);
      int count = buffer.getInt();
      for (int i = 0; i < count; i++) {
        String service = new String(next(buffer), StandardCharsets.UTF_8);
        byte[] text = next(buffer);
        Secret secret = decode(text);
        Arrays.fill(text, (byte) 0);
        Instant created = Instant.ofEpochSecond(buffer.getLong());
        Instant changed = Instant.ofEpochSecond(buffer.getLong());
        long lifetime = buffer.getLong();
        secrets.put(
            service,
            new Kept(
                secret,
                created,
                changed,
                lifetime == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(lifetime))));
      }
      return secrets;
    } catch (BufferUnderflowException | DateTimeException e) {
      secrets.close();
      throw new IllegalArgumentException("cut off", e);
    }
  }

  private static byte[] next(ByteBuffer buffer) {
    int length = buffer.getInt();
    if (length < 0 || length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  private static Secret decode(byte[] text) {
    try {
      CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      char[] exact = new char[chars.remaining()];
      chars.get(exact);
      var secret = new Secret(exact);
      Arrays.fill(exact, '\0');
      Arrays.fill(chars.array(), '\0');
      return secret;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8", e);
    }
  }

  @Override
  public void close() {
    byService.values().forEach(Kept::close);
    byService.clear();
  }
}
