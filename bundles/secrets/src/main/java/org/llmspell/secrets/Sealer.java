package org.llmspell.secrets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.secret.Secret;

/**
 * Encrypts with AES-256-GCM (NIST SP 800-38D). The key comes from a passphrase, by PBKDF2 with
 * HMAC-SHA-256, or else from a file of random bytes that only its owner can read, by HKDF (RFC
 * 5869). Salt and nonce are new each time, and what stands before the encrypted bytes is
 * authenticated with them:
 *
 * <pre>
 * "LSK1" | kind: 1 byte | salt: 16 | iterations: 4 | nonce: 12 | encrypted
 * </pre>
 */
final class Sealer {
  private static final byte[] MAGIC = "LSK1".getBytes(StandardCharsets.US_ASCII);
  private static final byte BY_FILE = 0;
  private static final byte BY_PASSPHRASE = 1;
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int HEADER_BYTES =
      MAGIC.length + 1 + SALT_BYTES + Integer.BYTES + NONCE_BYTES;
  private static final int KEY_BYTES = 32;
  private static final int MAX_ITERATIONS = 10_000_000;

  /** What OWASP asks for in 2023. */
  static final int ITERATIONS = 600_000;

  private final Path keyFile;
  private final Optional<Secret> passphrase;
  private final int iterations;
  private final SecureRandom random = new SecureRandom();

  Sealer(Path keyFile, Optional<Secret> passphrase, int iterations) {
    this.keyFile = keyFile;
    this.passphrase = passphrase;
    this.iterations = iterations;
  }

  byte[] seal(byte[] plain) throws IOException {
    byte[] salt = random(SALT_BYTES);
    byte[] nonce = random(NONCE_BYTES);
    byte kind = passphrase.isPresent() ? BY_PASSPHRASE : BY_FILE;
    int rounds = kind == BY_PASSPHRASE ? iterations : 0;
    byte[] header =
        ByteBuffer.allocate(HEADER_BYTES)
            .put(MAGIC)
            .put(kind)
            .put(salt)
            .putInt(rounds)
            .put(nonce)
            .array();
    SecretKey key = kind == BY_PASSPHRASE ? stretch(salt, rounds) : expand(salt, createdKey());
    byte[] encrypted = crypt(Cipher.ENCRYPT_MODE, key, nonce, header, plain);
    return ByteBuffer.allocate(HEADER_BYTES + encrypted.length).put(header).put(encrypted).array();
  }

  /**
   * Decrypts.
   *
   * @param file for messages
   * @throws SpellException of kind Security or Storage when that can not be done
   */
  byte[] open(byte[] sealed, Path file) throws IOException {
    if (sealed.length < HEADER_BYTES + TAG_BYTES
        || !Arrays.equals(MAGIC, Arrays.copyOf(sealed, MAGIC.length))) {
      throw damaged(file, "it does not begin as such a file does", null);
    }
    byte[] header = Arrays.copyOf(sealed, HEADER_BYTES);
    var buffer = ByteBuffer.wrap(header, MAGIC.length, HEADER_BYTES - MAGIC.length);
    byte kind = buffer.get();
    byte[] salt = new byte[SALT_BYTES];
    buffer.get(salt);
    int rounds = buffer.getInt();
    byte[] nonce = new byte[NONCE_BYTES];
    buffer.get(nonce);
    SecretKey key =
        switch (kind) {
          case BY_FILE -> expand(salt, readKey(file));
          case BY_PASSPHRASE -> {
            if (rounds < 1 || rounds > MAX_ITERATIONS) {
              throw damaged(file, "%d rounds of key derivation".formatted(rounds), null);
            }
            if (passphrase.isEmpty()) {
              throw SpellException.configuration(
                  "The keys in '%s' are protected by a passphrase; put it into the environment variable LLMSPELL_KEY_PASSPHRASE"
                      .formatted(file),
                  null);
            }
            yield stretch(salt, rounds);
          }
          default -> throw damaged(file, "kind %d is not known".formatted(kind), null);
        };
    try {
      byte[] encrypted = Arrays.copyOfRange(sealed, HEADER_BYTES, sealed.length);
      return cipher(Cipher.DECRYPT_MODE, key, nonce, header).doFinal(encrypted);
    } catch (AEADBadTagException e) {
      throw new SpellException(
          new ErrorKind.Security("secrets"),
          "The keys in '%s' can not be decrypted: %s is another one, or the file was changed"
              .formatted(file, kind == BY_FILE ? "'" + keyFile + "'" : "the passphrase"),
          e);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private static byte[] crypt(int mode, SecretKey key, byte[] nonce, byte[] header, byte[] bytes) {
    try {
      return cipher(mode, key, nonce, header).doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] header)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
    cipher.updateAAD(header);
    return cipher;
  }

  private SecretKey stretch(byte[] salt, int rounds) {
    return passphrase
        .orElseThrow()
        .use(text -> {
          var spec = new PBEKeySpec(text, salt, rounds, 8 * KEY_BYTES);
          try {
            byte[] bytes =
                SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return new SecretKeySpec(bytes, "AES");
          } catch (GeneralSecurityException e) {
            throw missing(e);
          } finally {
            spec.clearPassword();
          }
        });
  }

  private static SecretKey expand(byte[] salt, byte[] secret) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              "AES",
              HKDFParameterSpec.ofExtract()
                  .addIKM(secret)
                  .addSalt(salt)
                  .thenExpand("llmspell keys".getBytes(StandardCharsets.US_ASCII), KEY_BYTES));
    } catch (GeneralSecurityException e) {
      throw missing(e);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private byte[] readKey(Path file) throws IOException {
    try {
      OwnerOnly.check(keyFile);
      byte[] bytes = Files.readAllBytes(keyFile);
      if (bytes.length != KEY_BYTES) {
        throw damaged(keyFile, "it has %d bytes, not %d".formatted(bytes.length, KEY_BYTES), null);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw damaged(file, "its key file '%s' is gone".formatted(keyFile), e);
    }
  }

  /** The bytes of the key file, which is made when there is none. */
  private byte[] createdKey() throws IOException {
    try {
      OwnerOnly.write(keyFile, ByteBuffer.wrap(random(KEY_BYTES)));
    } catch (FileAlreadyExistsException _) {
      // made before, by us or another process
    }
    return readKey(keyFile);
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static SpellException missing(GeneralSecurityException e) {
    return SpellException.storage("encrypt", "This Java can not encrypt: " + e.getMessage(), e);
  }

  static SpellException damaged(Path file, String why, @Nullable Throwable cause) {
    return SpellException.storage(
        "read",
        "The file '%s' is damaged: %s. Put back a copy, or delete it and add the keys again"
            .formatted(file, why),
        cause);
  }
}
