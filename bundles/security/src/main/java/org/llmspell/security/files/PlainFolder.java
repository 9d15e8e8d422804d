package org.llmspell.security.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.security.guard.FileEntry;

/**
 * A folder where the platform can not hold folders open. After each step it is checked that the
 * path still is the folder that it was: this finds a link that was put in the way, unless it was
 * there for that very moment only.
 */
final class PlainFolder implements Folder {
  private final Path path;
  private final @Nullable Object key;

  PlainFolder(Path path) throws IOException {
    BasicFileAttributes attributes = attributes(path);
    if (!attributes.isDirectory()) {
      throw new NotDirectoryException(path.toString());
    }
    this.path = path;
    this.key = attributes.fileKey();
    verify();
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public void verify() throws IOException {
    if (!path.toRealPath().equals(path) || !Objects.equals(attributes(path).fileKey(), key)) {
      throw new FileSystemException(
          path.toString(), null, "the folder was replaced while it was used");
    }
  }

  @Override
  public SeekableByteChannel open(Path name, Set<? extends OpenOption> options) throws IOException {
    verify();
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    SeekableByteChannel channel = Files.newByteChannel(path.resolve(name), all);
    try {
      verify();
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public FileEntry entry(Path name) throws IOException {
    Path file = path.resolve(name);
    try {
      return Entries.of(
          file, Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (UnsupportedOperationException e) {
      return Entries.of(file, attributes(file));
    }
  }

  @Override
  public Folder enter(Path name) throws IOException {
    verify();
    return new PlainFolder(path.resolve(name));
  }

  @Override
  public List<Path> names(int max) throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
      for (Path entry : stream) {
        Path name = entry.getFileName();
        if (name != null && names.size() < max) {
          names.add(name);
        }
      }
    }
    verify();
    names.sort(null);
    return names;
  }

  @Override
  public void deleteFile(Path name) throws IOException {
    verify();
    if (attributes(path.resolve(name)).isDirectory()) {
      throw new FileSystemException(path.resolve(name).toString(), null, "it is a folder");
    }
    Files.delete(path.resolve(name));
  }

  @Override
  public void deleteFolder(Path name) throws IOException {
    verify();
    if (!attributes(path.resolve(name)).isDirectory()) {
      throw new NotDirectoryException(path.resolve(name).toString());
    }
    Files.delete(path.resolve(name));
  }

  @Override
  public void move(Path name, Folder target, Path newName) throws IOException {
    verify();
    target.verify();
    Files.move(path.resolve(name), target.path().resolve(newName), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void makeFolder(Path name, Folder top) throws IOException {
    verify();
    Files.createDirectory(path.resolve(name));
    verify();
  }

  @Override
  public void setPermissions(Path name, String permissions) throws IOException {
    if (!permissions.isEmpty()) {
      Files.setPosixFilePermissions(
          path.resolve(name), PosixFilePermissions.fromString(permissions));
    }
  }

  @Override
  public void close() {}
}
