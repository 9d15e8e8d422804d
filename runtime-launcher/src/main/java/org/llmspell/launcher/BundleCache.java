package org.llmspell.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which the framework keeps its bundles. One process has the kept folder; any other
 * process gets a private one that is removed when closed. What another distribution left is thrown
 * away.
 */
final class BundleCache implements AutoCloseable {

  private static final String LOCK = "lock";
  private static final String PRIVATE = "cache-";
  private static final String STAMP = "stamp";

  private final Path folder;
  private final boolean kept;
  private boolean filled;
  private final FileChannel lock;

  private BundleCache(Path folder, boolean kept, boolean filled, FileChannel lock) {
    this.folder = folder;
    this.kept = kept;
    this.filled = filled;
    this.lock = lock;
  }

  /**
   * Takes the kept folder {@code <home>/cache}, or a private one when another process has it.
   *
   * @param stamp says which distribution filled the cache
   */
  static BundleCache open(Path home, String stamp) {
    Path kept = home.resolve("cache");
    try {
      Files.createDirectories(kept);
      FileChannel lock = lock(kept);
      while (lock == null) {
        Path folder = Files.createTempDirectory(home, PRIVATE);
        lock = lock(folder);
        if (lock != null) {
          return new BundleCache(folder, false, false, lock);
        }
      }
      boolean filled = stamp.equals(read(kept.resolve(STAMP)));
      if (!filled) {
        clear(kept);
      }
      removeOrphans(home);
      return new BundleCache(kept, true, filled, lock);
    } catch (IOException e) {
      throw Home.cannotWrite(kept, e);
    }
  }

  /** Removes the private folders of processes that were killed. */
  private static void removeOrphans(Path home) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(home, PRIVATE + "*")) {
      for (Path folder : folders) {
        try (FileChannel lock = lock(folder)) {
          if (lock != null) {
            remove(folder);
          }
        }
      }
    }
  }

  /** Where the framework may store. */
  Path storage() {
    return folder.resolve("bundles");
  }

  /** Whether the bundles of this distribution are already there. */
  boolean filled() {
    return filled;
  }

  /** Whether this is the kept folder. */
  boolean kept() {
    return kept;
  }

  /** Empties it, so that the next start begins anew. */
  void discard() {
    try {
      clear(folder);
      filled = false;
    } catch (IOException e) {
      throw Home.cannotWrite(folder, e);
    }
  }

  /** Notes that the bundles are there; the next process need not install them. */
  void stamp(String stamp) {
    try {
      if (kept) {
        Files.writeString(folder.resolve(STAMP), stamp);
      }
    } catch (IOException e) {
      throw Home.cannotWrite(folder, e);
    }
  }

  /** Gives the lock back, or removes the private folder. */
  @Override
  public void close() {
    try (lock) {
      if (!kept) {
        remove(folder);
      }
    } catch (IOException e) {
      throw Home.cannotWrite(folder, e);
    }
  }

  /** The lock of a folder, or null when another process has it. */
  private static @Nullable FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Held by another container of this very process.
      locked = false;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    return locked ? channel : null;
  }

  private static void remove(Path folder) throws IOException {
    clear(folder);
    Files.deleteIfExists(folder.resolve(LOCK));
    Files.deleteIfExists(folder);
  }

  private static String read(Path stamp) throws IOException {
    if (!Files.isRegularFile(stamp)) {
      return "";
    }
    return new String(Files.readAllBytes(stamp), StandardCharsets.UTF_8);
  }

  /** Removes everything but the lock, the stamp first: half a cache must not look like a whole. */
  private static void clear(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(STAMP));
    List<Path> all = new ArrayList<>();
    try (var walk = Files.walk(folder)) {
      walk.forEach(all::add);
    }
    all.sort(Comparator.reverseOrder());
    for (Path path : all) {
      if (!path.equals(folder) && !path.equals(folder.resolve(LOCK))) {
        Files.deleteIfExists(path);
      }
    }
  }
}
