package org.llmspell.state.backup;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** SHA-256. */
final class Hashes {
  /** How much of the hash of an entry is kept. */
  static final int SHORT = 16;

  private Hashes() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** The beginning of the hash of a value. */
  static byte[] shortened(MessageDigest digest, byte[] value) {
    return Arrays.copyOf(digest.digest(value), SHORT);
  }

  /** The hash of a text, in hexadecimal digits. */
  static String text(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The hash of a file, in hexadecimal digits. */
  static String of(Path file, Pulse pulse) {
    MessageDigest digest = sha256();
    try (var in = new FileInputStream(file.toFile())) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        pulse.check();
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw Damage.io("read", file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
