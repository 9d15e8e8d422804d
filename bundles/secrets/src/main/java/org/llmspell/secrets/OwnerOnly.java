package org.llmspell.secrets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.llmspell.core.error.SpellException;

/** Files and folders on which nobody but their owner has rights, where the system knows rights. */
final class OwnerOnly {

  private OwnerOnly() {}

  /** Makes a folder, and takes the rights of others from one that is there. */
  static void folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, attributes(folder, "rwx------"));
    }
    if (isPosix(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Opens a file; when it is made, nobody else has rights on it from the start. */
  static FileChannel open(Path file, OpenOption... options) throws IOException {
    return FileChannel.open(file, Set.of(options), attributes(file, "rw-------"));
  }

  /** Writes a new file; it is on disk when this returns. */
  static void write(Path file, ByteBuffer bytes) throws IOException {
    try (FileChannel channel =
        open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /**
   * Looks at the rights of a file.
   *
   * @throws SpellException of kind Security when others have any
   */
  static void check(Path file) throws IOException {
    if (isPosix(file)) {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
      String text = PosixFilePermissions.toString(rights);
      if (!text.endsWith("------")) {
        throw SpellException.security(
            "secrets",
            "Others than its owner have rights on '%s' (%s). Run: chmod 600 '%s'"
                .formatted(file, text, file));
      }
    }
  }

  private static FileAttribute<?>[] attributes(Path path, String rights) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) throws IOException {
    return Files.getFileStore(path).supportsFileAttributeView("posix");
  }
}
