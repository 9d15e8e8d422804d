package org.llmspell.state.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;

/**
 * The file of a {@link KeyRing}: text, one key a line. With a passphrase the keys are encrypted
 * with a key that PBKDF2 (HMAC-SHA-512) makes of it. Replaced as a whole, never changed.
 *
 * <pre>
 * llmspell-keys 1
 * pbkdf2-hmac-sha512 210000 SALT          or: plain
 * 1 KEY
 * </pre>
 */
final class KeyFile {
  private static final String TITLE = "llmspell-keys 1";
  private static final String PLAIN = "plain";
  private static final String DERIVED = "pbkdf2-hmac-sha512";
  private static final int ITERATIONS = 210_000;
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Path path;
  private final char[] passphrase;
  private final SecureRandom random;
  private @Nullable Protection protection;

  /** How the keys are encrypted in the file; a null key when they are not. */
  private record Protection(String line, @Nullable SecretKey key) {}

  KeyFile(Path path, char[] passphrase, SecureRandom random) {
    this.path = path;
    this.passphrase = passphrase.clone();
    this.random = random;
  }

  /** The keys by their numbers; empty when there is no file. */
  NavigableMap<Integer, SecretKey> read() {
    NavigableMap<Integer, SecretKey> keys = new TreeMap<>();
    try {
      checkRights();
      List<String> lines = Files.readAllLines(path, StandardCharsets.US_ASCII);
      if (lines.size() < 3 || !lines.getFirst().equals(TITLE)) {
        throw broken("it does not start with '%s' and two more lines".formatted(TITLE), null);
      }
      Protection found = protection(lines.get(1));
      for (String line : lines.subList(2, lines.size())) {
        String[] words = line.split(" ", 2);
        keys.put(Integer.parseInt(words[0]), unwrap(found, words[0], words[1]));
      }
      protection = found;
      return keys;
    } catch (NoSuchFileException _) {
      return keys;
    } catch (IOException e) {
      throw SpellException.io(e);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw broken("a line of it makes no sense", e);
    }
  }

  private void checkRights() throws IOException {
    if (!Files.getFileStore(path).supportsFileAttributeView("posix")) {
      return;
    }
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
    String text = PosixFilePermissions.toString(rights);
    if (!text.endsWith("------")) {
      throw SpellException.security(
          "key_file",
          "Others than its owner have rights on the key file '%s' (%s). Run: chmod 600 '%s'"
              .formatted(path, text, path));
    }
  }

  private Protection protection(String line) {
    if (line.equals(PLAIN)) {
      if (passphrase.length > 0) {
        throw SpellException.configuration(
            "The keys in '%s' are not protected by a passphrase; unset the one that is given"
                .formatted(path),
            null);
      }
      return new Protection(line, null);
    }
    String[] words = line.split(" ");
    if (words.length != 3 || !words[0].equals(DERIVED)) {
      throw broken("its second line is '%s'".formatted(line), null);
    }
    if (passphrase.length == 0) {
      throw SpellException.configuration(
          "The keys in '%s' are protected by a passphrase; put it into the environment variable that"
                  .formatted(path)
              + " runtime.state_persistence.encryption.passphrase_env names",
          null);
    }
    return new Protection(
        line, derive(Base64.getDecoder().decode(words[2]), Integer.parseInt(words[1])));
  }

  private SecretKey derive(byte[] salt, int iterations) {
    try {
      byte[] bytes =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
              .generateSecret(new PBEKeySpec(passphrase, salt, iterations, 256))
              .getEncoded();
      return new SecretKeySpec(bytes, "AES");
    } catch (GeneralSecurityException e) {
      throw SpellException.storage(
          "decrypt", "This Java can not derive a key: PBKDF2 is missing", e);
    }
  }

  /** Replaces the file; it is on disk when this returns. */
  void write(Map<Integer, SecretKey> keys) {
    Protection used = protection;
    if (used == null) {
      used = newProtection();
      protection = used;
    }
    List<String> lines = new ArrayList<>(List.of(TITLE, used.line));
    for (Map.Entry<Integer, SecretKey> key : keys.entrySet()) {
      String number = key.getKey().toString();
      lines.add(number + " " + wrap(used, number, key.getValue().getEncoded()));
    }
    try {
      replace(lines);
    } catch (IOException e) {
      throw SpellException.io(e);
    }
  }

  private Protection newProtection() {
    if (passphrase.length == 0) {
      return new Protection(PLAIN, null);
    }
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new Protection(
        "%s %d %s".formatted(DERIVED, ITERATIONS, Base64.getEncoder().encodeToString(salt)),
        derive(salt, ITERATIONS));
  }

  private void replace(List<String> lines) throws IOException {
    Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent(), "folder");
    Files.createDirectories(folder);
    Path fresh = Files.createTempFile(folder, "keys", ".new");
    try {
      // Temporary files are readable for their owner only.
      Files.write(fresh, lines, StandardCharsets.US_ASCII);
      sync(fresh, StandardOpenOption.WRITE);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
        sync(folder, StandardOpenOption.READ);
      }
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void sync(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  private String wrap(Protection used, String number, byte[] key) {
    if (used.key == null) {
      return Base64.getEncoder().encodeToString(key);
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] wrapped = crypt(Cipher.ENCRYPT_MODE, used.key, nonce, number, key);
    byte[] all = new byte[NONCE_BYTES + wrapped.length];
    System.arraycopy(nonce, 0, all, 0, NONCE_BYTES);
    System.arraycopy(wrapped, 0, all, NONCE_BYTES, wrapped.length);
    return Base64.getEncoder().encodeToString(all);
  }

  private SecretKey unwrap(Protection used, String number, String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    if (used.key == null) {
      return new SecretKeySpec(bytes, "AES");
    }
    byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
    byte[] wrapped = Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length);
    return new SecretKeySpec(crypt(Cipher.DECRYPT_MODE, used.key, nonce, number, wrapped), "AES");
  }

  private byte[] crypt(int mode, SecretKey key, byte[] nonce, String number, byte[] bytes) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(number.getBytes(StandardCharsets.US_ASCII));
      return cipher.doFinal(bytes);
    } catch (AEADBadTagException e) {
      throw new SpellException(
          new ErrorKind.Security("key_file"),
          "The passphrase does not fit the key file '%s', or the file was changed".formatted(path),
          e);
    } catch (GeneralSecurityException e) {
      throw SpellException.storage("decrypt", "This Java has no AES-GCM", e);
    }
  }

  private SpellException broken(String why, @Nullable Throwable cause) {
    return SpellException.storage(
        "read",
        "The key file '%s' is damaged: %s. Without it encrypted state can not be read; put back a copy"
            .formatted(path, why),
        cause);
  }
}
