package org.llmspell.state.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import org.llmspell.core.error.SpellException;

/**
 * Keys from a passphrase: PBKDF2 with HMAC-SHA-256 gives a key from the passphrase and a salt; HKDF
 * gives from it a key for each file. The slow first step is done once for each salt.
 */
final class PassphraseKeys implements FileKeys {
  /** How its files begin. */
  static final byte KIND = 1;

  private static final int SALT_BYTES = 16;
  private static final int MAX_ITERATIONS = 10_000_000;
  private static final int LOCK_BYTES = 1 + 4 + 2 * SALT_BYTES;

  private final String passphrase;
  private final int iterations;
  private final byte[] salt;
  private final SecureRandom random = new SecureRandom();
  private final Map<ByteBuffer, SecretKey> masters = new ConcurrentHashMap<>();

  PassphraseKeys(String passphrase, int iterations) {
    this.passphrase = passphrase;
    this.iterations = iterations;
    salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
  }

  @Override
  public Sealed create() {
    byte[] own = new byte[SALT_BYTES];
    random.nextBytes(own);
    byte[] lock =
        ByteBuffer.allocate(LOCK_BYTES).put(KIND).putInt(iterations).put(salt).put(own).array();
    return new Sealed(lock, find(lock, "new"));
  }

  @Override
  public SecretKey find(byte[] lock, Object file) {
    if (lock.length != LOCK_BYTES) {
      throw Damage.in(file, "its header is too short", null);
    }
    var buffer = ByteBuffer.wrap(lock, 1, LOCK_BYTES - 1);
    int rounds = buffer.getInt();
    if (rounds < 1 || rounds > MAX_ITERATIONS) {
      throw Damage.in(file, "%d rounds of key derivation".formatted(rounds), null);
    }
    byte[] shared = new byte[SALT_BYTES];
    byte[] own = new byte[SALT_BYTES];
    buffer.get(shared).get(own);
    SecretKey master =
        masters.computeIfAbsent(
            ByteBuffer.wrap(lock, 1, 4 + SALT_BYTES), _ -> stretch(shared, rounds));
    return fileKey(master, own);
  }

  private SecretKey stretch(byte[] from, int rounds) {
    var spec = new PBEKeySpec(passphrase.toCharArray(), from, rounds, 256);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec);
    } catch (GeneralSecurityException e) {
      throw SpellException.security("encryption", "PBKDF2 is not available: " + e.getMessage());
    } finally {
      spec.clearPassword();
    }
  }

  /** The key of one file. */
  static SecretKey fileKey(SecretKey master, byte[] salt) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              "AES",
              HKDFParameterSpec.ofExtract()
                  .addIKM(master)
                  .addSalt(salt)
                  .thenExpand("llmspell backup".getBytes(StandardCharsets.US_ASCII), 32));
    } catch (GeneralSecurityException e) {
      throw SpellException.security("encryption", "HKDF is not available: " + e.getMessage());
    }
  }
}
