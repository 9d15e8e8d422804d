package org.llmspell.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.Permission;

/**
 * The folder that plugins live in: {@code index}, {@code lock} and one {@code <sha256>.jar} for
 * each version that is kept. Files with other names are of operations that did not end; they are
 * deleted when no operation runs.
 */
final class Store {
  static final String JAR = ".jar";

  private static final System.Logger LOG = System.getLogger("llmspell.deploy");
  private static final String INDEX = "index";
  private static final String INCOMING = "incoming-";
  private static final int BUFFER = 64 * 1024;

  private final Path folder;
  private final Disk disk;

  Store(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  Path folder() {
    return folder;
  }

  Path jar(Release release) {
    return folder.resolve(release.fileName());
  }

  /** The index; empty when there is none yet. Needs no lock. */
  Index read() throws IndexText.DamagedException {
    try {
      return IndexText.read(Files.readAllBytes(folder.resolve(INDEX)));
    } catch (NoSuchFileException e) {
      return Index.EMPTY;
    } catch (IOException e) {
      throw new IndexText.DamagedException("it can not be read: " + reason(e));
    }
  }

  /** The lock that changes need. */
  StoreLock lock() {
    try {
      disk.makeFolder(folder);
      return tryLock()
          .orElseThrow(() ->
              SpellException.storage(
                  "lock",
                  "Another process%s is changing the plugins in %s; try again when it is done"
                      .formatted(holder(), folder),
                  null));
    } catch (IOException e) {
      throw SpellException.storage(
          "lock", "The plugins in %s can not be changed: %s".formatted(folder, reason(e)), e);
    }
  }

  Optional<StoreLock> tryLock() throws IOException {
    return StoreLock.tryLock(folder.resolve("lock"));
  }

  private String holder() {
    try {
      return " (%s)".formatted(Files.readString(folder.resolve("lock")).strip());
    } catch (IOException e) {
      return "";
    }
  }

  /** A new folder for files that are needed only until a plugin was installed. */
  Path workFolder() {
    Path work = folder.resolve(INCOMING + UUID.randomUUID());
    try {
      disk.makeFolder(work);
      return work;
    } catch (IOException e) {
      throw failure("make a folder in the store of plugins", e);
    }
  }

  /**
   * Takes a jar in. It stays only when it is in the index at the next {@link #sweep}.
   *
   * @param label how to call the jar in a message
   * @param check looks into the copy before anybody else does, and gives the permissions that were
   *     granted to it; when it throws, the copy is not taken in
   */
  Release add(Path jar, String label, Function<Path, Set<Permission>> check) {
    Path incoming = folder.resolve(INCOMING + UUID.randomUUID());
    try {
      Disk.Copied copied = disk.copy(jar, incoming);
      Set<Permission> granted = check.apply(incoming);
      PluginJar facts = PluginJar.read(incoming, label);
      var release =
          new Release(
              facts.version().toString(),
              copied.sha256(),
              copied.size(),
              copied.crc(),
              Instant.now(),
              granted);
      if (damage(release) == null) {
        disk.delete(incoming);
      } else {
        disk.replace(incoming, jar(release));
      }
      return release;
    } catch (IOException e) {
      throw failure("store '%s', which needs %s".formatted(label, size(jar)), e);
    }
  }

  private static String size(Path jar) {
    try {
      return Bytes.text(Files.size(jar));
    } catch (IOException e) {
      return "an unknown amount";
    }
  }

  /** The release of a jar that lies in the store, named by its content. */
  Release describe(Path jar, PluginJar facts) throws IOException {
    Sum sum = Sum.of(jar);
    String name = jar.getFileName().toString();
    return new Release(
        facts.version().toString(),
        name.substring(0, name.length() - JAR.length()),
        sum.size(),
        sum.crc(),
        Files.getLastModifiedTime(jar).toInstant(),
        Set.of());
  }

  /** The size and check sum of a file. */
  private record Sum(long size, long crc) {
    static Sum of(Path file) throws IOException {
      var crc = new CRC32();
      long size = 0;
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = Files.newInputStream(file)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          crc.update(buffer, 0, read);
          size += read;
        }
      }
      return new Sum(size, crc.getValue());
    }
  }

  /** Why the jar of a release can not be used, or null when it is as it was stored. */
  @Nullable String damage(Release release) {
    Path jar = jar(release);
    try {
      return Sum.of(jar).equals(new Sum(release.size(), release.crc()))
          ? null
          : "its jar in the store was changed or damaged: " + jar;
    } catch (NoSuchFileException e) {
      return "its jar is missing in the store: " + jar;
    } catch (IOException e) {
      return "its jar can not be read: " + reason(e);
    }
  }

  /** Makes an index the truth, in one step. */
  void commit(Index index) {
    Path incoming = folder.resolve(INCOMING + UUID.randomUUID());
    try {
      disk.write(incoming, IndexText.write(index));
      disk.replace(incoming, folder.resolve(INDEX));
    } catch (IOException e) {
      throw failure("write the index of plugins", e);
    }
  }

  /** Keeps a copy of an index that can not be read, for people; before it is replaced. */
  void setAsideIndex() {
    Path aside = folder.resolve("index-damaged");
    try {
      if (Files.notExists(aside)) {
        disk.write(aside, Files.readAllBytes(folder.resolve(INDEX)));
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The damaged index of plugins was not copied: {0}", reason(e));
    }
  }

  /** Deletes what the index does not need. For the holder of the lock. */
  void sweep(Index index) {
    var needed = index.files();
    for (Path path : files()) {
      String name = path.getFileName().toString();
      if (name.startsWith(INCOMING) || name.endsWith(JAR) && !needed.contains(name)) {
        try {
          disk.delete(path);
        } catch (IOException e) {
          LOG.log(Level.WARNING, "A file that is not needed was not deleted: {0}", reason(e));
        }
      }
    }
  }

  /** The jars in the store, whatever the index says. */
  List<Path> jars() {
    return files().stream().filter(file -> file.toString().endsWith(JAR)).toList();
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The store of plugins can not be listed: {0}", reason(e));
      return List.of();
    }
  }

  private SpellException failure(String what, IOException e) {
    return SpellException.storage(
        "write", "Can not %s: %s; %s".formatted(what, reason(e), room()), e);
  }

  private String room() {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      return "%s has %s free".formatted(folder, Bytes.text(free));
    } catch (IOException e) {
      return "look at " + folder;
    }
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException file) {
      String reason = file.getReason() == null ? e.getClass().getSimpleName() : file.getReason();
      return file.getFile() + ": " + reason;
    }
    return e.getMessage() == null ? "input or output failed" : e.getMessage();
  }
}
