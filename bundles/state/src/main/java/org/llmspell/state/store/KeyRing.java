package org.llmspell.state.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * The keys that records are encrypted with, each with a number; the newest encrypts, the older ones
 * are kept as long as a record or a backup needs them. Lies in a file of its own, in which the keys
 * are themselves encrypted when there is a passphrase. Safe to share between threads.
 */
public final class KeyRing {

  /** How many bytes a number and a nonce take. */
  static final int PREFIX = 16;

  /** How many bytes encryption adds at the end. */
  static final int TAG = 16;

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final String ALGORITHM = "AES/GCM/NoPadding";

  private final @Nullable KeyFile file;
  private final SecureRandom random;
  private volatile Ring ring;

  /** The keys at one moment. */
  record Ring(NavigableMap<Integer, SecretKey> keys) {
    int current() {
      return keys.lastKey();
    }
  }

  private KeyRing(
      @Nullable KeyFile file, SecureRandom random, NavigableMap<Integer, SecretKey> keys) {
    this.file = file;
    this.random = random;
    this.ring = new Ring(keys);
  }

  /**
   * The keys of a file; makes the file, with one new key, when there is none.
   *
   * @param passphrase protects the keys in the file; empty when the rights of the file must do
   * @throws SpellException of kind Security when others may read the file or the passphrase is
   *     wrong; of kind Storage when the file can not be read or written
   */
  public static KeyRing open(Path path, char[] passphrase) {
    var random = new SecureRandom();
    var file = new KeyFile(path, passphrase, random);
    NavigableMap<Integer, SecretKey> keys = file.read();
    if (keys.isEmpty()) {
      keys.put(1, newKey(random));
      file.write(keys);
    }
    return new KeyRing(file, random, keys);
  }

  /**
   * The keys of a file that must be there, because entries are encrypted with them.
   *
   * @throws SpellException as {@link #open}, and of kind Storage when there is no file
   */
  public static KeyRing existing(Path path, char[] passphrase) {
    if (Files.notExists(path)) {
      throw SpellException.storage(
          "open",
          "The key file '%s' is missing, but the store beside it has encrypted entries. Put it back from a copy; without it they can not be read. To begin anew without them, move the folder '%s' away"
              .formatted(path, path.toAbsolutePath().getParent()),
          null);
    }
    return open(path, passphrase);
  }

  /** Keys that are in no file. */
  public static KeyRing inMemory() {
    var random = new SecureRandom();
    var keys = new TreeMap<Integer, SecretKey>();
    keys.put(1, newKey(random));
    return new KeyRing(null, random, keys);
  }

  private static SecretKey newKey(SecureRandom random) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return new SecretKeySpec(bytes, "AES");
  }

  /** The number of the key that encrypts; 1 or more. */
  public int currentId() {
    return ring.current();
  }

  /** The numbers of all keys. */
  public Set<Integer> ids() {
    return new TreeSet<>(ring.keys.keySet());
  }

  /** Makes a new key, which encrypts from now on; it is on disk before this returns. */
  public synchronized int rotate() {
    var keys = new TreeMap<>(ring.keys);
    int id = keys.lastKey() + 1;
    keys.put(id, newKey(random));
    replace(keys);
    return id;
  }

  /** Forgets all keys but these and the one that encrypts. */
  public synchronized void keepOnly(Set<Integer> needed) {
    var keys = new TreeMap<>(ring.keys);
    if (keys.keySet().removeIf(id -> id != ring.current() && !needed.contains(id))) {
      replace(keys);
    }
  }

  private void replace(NavigableMap<Integer, SecretKey> keys) {
    if (file != null) {
      file.write(keys);
    }
    ring = new Ring(keys);
  }

  /**
   * Encrypts some bytes with the newest key, for example a backup.
   *
   * @param context what the bytes belong to; they can only be decrypted with the same
   */
  public byte[] encrypt(byte[] context, byte[] plain) {
    byte[] target = new byte[PREFIX + plain.length + TAG];
    encrypt(context, target, PREFIX, plain);
    return target;
  }

  /**
   * Decrypts what {@link #encrypt(byte[], byte[])} gave.
   *
   * @throws SpellException of kind Storage when a byte is not as it was or the key is missing
   */
  public byte[] decrypt(byte[] context, byte[] encrypted) {
    try {
      if (encrypted.length < PREFIX + TAG) {
        throw new PlainReader.FormatException("it is cut off");
      }
      return decrypt(context, encrypted, PREFIX, encrypted.length, Bytes.getInt(encrypted, 0));
    } catch (PlainReader.FormatException e) {
      throw SpellException.storage("decrypt", "It can not be decrypted: " + e.getMessage(), e);
    }
  }

  /** Encrypts into a record; number and nonce go before the value and are authenticated too. */
  void encrypt(byte[] context, byte[] target, int valueStart, byte[] plain) {
    Ring now = ring;
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    Bytes.putInt(target, valueStart - PREFIX, now.current());
    System.arraycopy(nonce, 0, target, valueStart - NONCE_BYTES, NONCE_BYTES);
    try {
      Cipher cipher = Cipher.getInstance(ALGORITHM);
      cipher.init(
          Cipher.ENCRYPT_MODE,
          now.keys.get(now.current()),
          new GCMParameterSpec(8 * TAG, nonce),
          random);
      cipher.updateAAD(context);
      cipher.updateAAD(target, 0, valueStart);
      cipher.doFinal(plain, 0, plain.length, target, valueStart);
    } catch (GeneralSecurityException e) {
      throw SpellException.storage("encrypt", "This Java can not encrypt with " + ALGORITHM, e);
    }
  }

  byte[] decrypt(byte[] context, byte[] source, int from, int to, int id)
      throws PlainReader.FormatException {
    SecretKey key = ring.keys.get(id);
    if (key == null) {
      throw new PlainReader.FormatException(
          "it is encrypted with key %d, but the key file has only %s"
              .formatted(id, ring.keys.keySet()));
    }
    try {
      Cipher cipher = Cipher.getInstance(ALGORITHM);
      cipher.init(
          Cipher.DECRYPT_MODE,
          key,
          new GCMParameterSpec(8 * TAG, source, from - NONCE_BYTES, NONCE_BYTES));
      cipher.updateAAD(context);
      cipher.updateAAD(source, 0, from);
      return cipher.doFinal(source, from, to - from);
    } catch (AEADBadTagException _) {
      throw new PlainReader.FormatException("it was changed, or encrypted with another key");
    } catch (GeneralSecurityException e) {
      throw SpellException.storage("decrypt", "This Java can not decrypt with " + ALGORITHM, e);
    }
  }
}
