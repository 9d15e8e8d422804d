package org.llmspell.security.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.llmspell.core.security.guard.FileEntry;

/**
 * A folder that is held open by the operating system, so that nobody can put another in its place.
 */
final class SecureFolder implements Folder {
  private final Path path;
  private final SecureDirectoryStream<Path> stream;

  SecureFolder(Path path, SecureDirectoryStream<Path> stream) {
    this.path = path;
    this.stream = stream;
  }

  @Override
  public Path path() {
    return path;
  }

  /** What identifies the folder on its disk. */
  Object key() throws IOException {
    return stream.getFileAttributeView(PosixFileAttributeView.class).readAttributes().fileKey();
  }

  @Override
  public SeekableByteChannel open(Path name, Set<? extends OpenOption> options) throws IOException {
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return stream.newByteChannel(name, all);
  }

  @Override
  public FileEntry entry(Path name) throws IOException {
    return Entries.of(path.resolve(name), view(name).readAttributes());
  }

  private PosixFileAttributeView view(Path name) {
    return stream.getFileAttributeView(
        name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public Folder enter(Path name) throws IOException {
    return new SecureFolder(
        path.resolve(name), stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public List<Path> names(int max) throws IOException {
    List<Path> names = new ArrayList<>();
    for (Path entry : stream) {
      Path name = entry.getFileName();
      if (name != null && names.size() < max) {
        names.add(name);
      }
    }
    names.sort(null);
    return names;
  }

  @Override
  public void deleteFile(Path name) throws IOException {
    stream.deleteFile(name);
  }

  @Override
  public void deleteFolder(Path name) throws IOException {
    stream.deleteDirectory(name);
  }

  @Override
  public void move(Path name, Folder target, Path newName) throws IOException {
    if (!(target instanceof SecureFolder secure)) {
      throw new AtomicMoveNotSupportedException(name.toString(), newName.toString(), "other kind");
    }
    stream.move(name, secure.stream, newName);
  }

  /**
   * The platform can not make a folder in an open folder. So an empty one is made by its path at
   * the top of what is allowed, where nobody who is held to it can put a link in the way, and moved
   * here by handle.
   */
  @Override
  public void makeFolder(Path name, Folder top) throws IOException {
    try {
      entry(name);
      throw new FileAlreadyExistsException(path.resolve(name).toString());
    } catch (NoSuchFileException e) {
      if (!(top instanceof SecureFolder secure)) {
        throw new FileSystemException(path.toString(), null, "no folder can be made in it");
      }
      moveIn(name, secure);
    }
  }

  private void moveIn(Path name, SecureFolder top) throws IOException {
    Path fresh = Path.of(".llmspell-" + UUID.randomUUID());
    Files.createDirectory(top.path.resolve(fresh));
    try {
      top.stream.move(fresh, stream, name);
    } catch (AtomicMoveNotSupportedException e) {
      top.stream.deleteDirectory(fresh);
      throw new FileSystemException(
          path.resolve(name).toString(),
          null,
          "it is on another disk than %s, the top of what is allowed; allow a folder on that disk by itself"
              .formatted(top.path));
    } catch (IOException e) {
      top.stream.deleteDirectory(fresh);
      throw e;
    }
  }

  @Override
  public void setPermissions(Path name, String permissions) throws IOException {
    if (!permissions.isEmpty()) {
      view(name).setPermissions(PosixFilePermissions.fromString(permissions));
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
