package org.llmspell.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where the socket of a container is. Both ends compute it from the data folder alone, so it does
 * not depend on what the environment of either happens to be.
 *
 * @param folder the folder of the socket and its lock
 * @param socket the socket
 */
record DaemonAddress(Path folder, Path socket) {

  /** A path of a socket may have 104 bytes on macOS and 108 on Linux, with a 0 at its end. */
  private static final int MAX_BYTES = 100;

  private static final String NAME = "daemon.sock";

  /** In the data folder; where its path is too long, in the temporary folder. */
  static DaemonAddress of(Path home) {
    Path folder = home.toAbsolutePath().normalize();
    Path socket = folder.resolve(NAME);
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
      return new DaemonAddress(folder, socket);
    }
    String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9_-]", "_");
    Path shared =
        Path.of(System.getProperty("java.io.tmpdir"), "llmspell-" + user, hash(real(folder)));
    return new DaemonAddress(shared, shared.resolve(NAME));
  }

  private static Path real(Path folder) {
    try {
      return Files.exists(folder) ? folder.toRealPath() : folder;
    } catch (IOException e) {
      return folder; // vanished just now: its own name must do
    }
  }

  private static String hash(Path folder) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(folder.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
