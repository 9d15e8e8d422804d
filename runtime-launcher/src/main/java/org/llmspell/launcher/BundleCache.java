package org.llmspell.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
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
  private static final String STAMP = "stamp";

  private final Path folder;
  private final boolean kept;
  private final boolean filled;
  private final @Nullable FileChannel lock;

  private BundleCache(Path folder, boolean kept, boolean filled, @Nullable FileChannel lock) {
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
    FileChannel channel = null;
    try {
      Files.createDirectories(kept);
      channel =
          FileChannel.open(kept.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(channel)) {
        channel.close();
        Path folder = Files.createTempDirectory(home, "cache-");
        return new BundleCache(folder, false, false, null);
      }
      boolean filled = stamp.equals(read(kept.resolve(STAMP)));
      if (!filled) {
        clear(kept);
      }
      return new BundleCache(kept, true, filled, channel);
    } catch (IOException e) {
      close(channel);
      throw Home.cannotWrite(kept, e);
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
    try {
      if (!kept) {
        clear(folder);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw Home.cannotWrite(folder, e);
    } finally {
      close(lock);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      System.getLogger("llmspell.launcher")
          .log(System.Logger.Level.DEBUG, "The lock of the bundle cache could not be closed", e);
    }
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
