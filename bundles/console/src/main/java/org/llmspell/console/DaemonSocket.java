package org.llmspell.console;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.llmspell.core.error.SpellException;

/**
 * The socket of a container: owned by whoever holds the lock beside it. The lock dies with its
 * process, so what a dead one left is taken over and a living one is not disturbed.
 */
final class DaemonSocket implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;
  private final ServerSocketChannel server;

  private DaemonSocket(Path path, FileChannel lock, ServerSocketChannel server) {
    this.path = path;
    this.lock = lock;
    this.server = server;
  }

  /**
   * Opens the socket of a data folder; nobody but its owner can connect.
   *
   * @throws SpellException when a container serves the folder already, or somebody else owns it
   */
  static DaemonSocket open(Path home) throws IOException {
    DaemonAddress address = DaemonAddress.of(home);
    createFolder(address.folder());
    FileChannel lock =
        FileChannel.open(
            address.folder().resolve("daemon.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      if (acquire(lock).isEmpty()) {
        throw SpellException.storage("lock", "A container already serves " + home, null);
      }
      return new DaemonSocket(address.socket(), lock, bind(address));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void createFolder(Path folder) throws IOException {
    if (Files.exists(folder)) {
      return;
    }
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(folder, ownerOnly);
  }

  private static Optional<FileLock> acquire(FileChannel lock) throws IOException {
    try {
      return Optional.ofNullable(lock.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // held by this very process
    }
  }

  /**
   * Binds in a folder that only the owner can enter and moves the socket to its place when its
   * permissions are set, so that it never stands open. The move replaces what a dead container
   * left.
   */
  private static ServerSocketChannel bind(DaemonAddress address) throws IOException {
    Path hidden = address.folder().resolve(".daemon");
    Path made = hidden.resolve("s");
    Files.deleteIfExists(made);
    Files.deleteIfExists(hidden);
    Files.createDirectory(
        hidden, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    refuseForeign(address.folder(), hidden);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(made));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
      Files.move(made, address.socket(), StandardCopyOption.ATOMIC_MOVE);
      Files.delete(hidden);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Who owns a folder, or can write to it, could put a socket of his own there. */
  private static void refuseForeign(Path folder, Path ours) throws IOException {
    var me = Files.getOwner(ours);
    var owner = Files.getOwner(folder);
    if (!me.equals(owner)) {
      throw SpellException.security(
          "socket", "Folder %s belongs to %s, not to %s".formatted(folder, owner, me));
    }
    if (Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
      throw SpellException.security(
          "socket",
          "Everyone can write to folder %s; take that away with 'chmod o-w'".formatted(folder));
    }
  }

  Path path() {
    return path;
  }

  ServerSocketChannel server() {
    return server;
  }

  @Override
  public void close() throws IOException {
    try (lock;
        server) {
      Files.deleteIfExists(path);
    }
  }
}
