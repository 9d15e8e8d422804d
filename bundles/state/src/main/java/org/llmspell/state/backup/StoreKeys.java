package org.llmspell.state.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.llmspell.core.error.SpellException;
import org.llmspell.state.store.KeyRing;

/** Random keys that lie in the header of each file, encrypted by the keys of the store. */
final class StoreKeys implements FileKeys {
  /** How its files begin. */
  static final byte KIND = 2;

  private static final int KEY_BYTES = 32;
  private static final byte[] CONTEXT = "backup file".getBytes(StandardCharsets.US_ASCII);

  private final KeyRing ring;
  private final SecureRandom random = new SecureRandom();

  StoreKeys(KeyRing ring) {
    this.ring = ring;
  }

  @Override
  public Sealed create() {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    byte[] wrapped = ring.encrypt(CONTEXT, key);
    byte[] lock = ByteBuffer.allocate(1 + wrapped.length).put(KIND).put(wrapped).array();
    return new Sealed(lock, new SecretKeySpec(key, "AES"));
  }

  @Override
  public SecretKey find(byte[] lock, Object file) {
    try {
      return new SecretKeySpec(
          ring.decrypt(CONTEXT, Arrays.copyOfRange(lock, 1, lock.length)), "AES");
    } catch (SpellException e) {
      throw SpellException.storage(
          "decrypt",
          "The key of the backup file %s can not be read with the key file of the state: %s"
              .formatted(file, e.message()),
          e);
    }
  }

  /** The number of the store's key that a file needs; empty when it needs none. */
  static Optional<Integer> keyNumber(byte[] lock) {
    return lock.length > 5 && lock[0] == KIND
        ? Optional.of(ByteBuffer.wrap(lock).getInt(1))
        : Optional.empty();
  }
}
