package org.llmspell.state.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backup.BackupInfo;

/**
 * A folder of backups. A backup is there when its {@code .meta} file is; a {@code .backup} file
 * alone, or one that ends in {@code .tmp}, is what a crash has left. Whoever changes the folder
 * holds its lock, against other processes too. Safe to share between threads.
 */
final class BackupFolder {
  static final String DATA = ".backup";
  static final String META = ".meta";
  static final String TEMPORARY = ".tmp";
  private static final Pattern ID = Pattern.compile("backup_\\d{1,18}_[0-9a-f]{8}");
  private static final long MAX_META = 16L << 20;
  private static final System.Logger LOG = System.getLogger("llmspell.state");

  private final Path path;
  private final Disk disk;
  private final ReentrantLock own = new ReentrantLock();
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  BackupFolder(Path path, Disk disk) {
    this.path = path;
    this.disk = disk;
  }

  Path path() {
    return path;
  }

  Path data(String id) {
    return path.resolve(id + DATA);
  }

  Path meta(String id) {
    return path.resolve(id + META);
  }

  Path temporary(Path file) {
    return path.resolve(file.getFileName() + TEMPORARY);
  }

  /** Held by whoever changes the folder. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits until nobody else changes the folder. Makes it when there is none. */
  Held lock() {
    try {
      own.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled(e);
    }
    try {
      if (own.getHoldCount() > 1) {
        return own::unlock;
      }
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        var _ = channel.lock();
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      return () -> {
        try {
          channel.close();
        } catch (IOException e) {
          throw Damage.io("unlock", path, e);
        } finally {
          own.unlock();
        }
      };
    } catch (FileLockInterruptionException e) {
      own.unlock();
      throw cancelled(e);
    } catch (OverlappingFileLockException e) {
      own.unlock();
      throw SpellException.storage(
          "lock",
          "The backup folder %s is in use by another store of this process".formatted(path),
          e);
    } catch (IOException e) {
      own.unlock();
      throw Damage.io("open", path, e);
    }
  }

  private static CancellationException cancelled(Exception cause) {
    var cancelled = new CancellationException("it was interrupted");
    cancelled.initCause(cause);
    return cancelled;
  }

  /** All backups whose metadata can be read, the newest first. */
  List<BackupInfo> list() {
    List<BackupInfo> found = new ArrayList<>();
    for (String id : ids()) {
      try {
        read(id).ifPresent(found::add);
      } catch (SpellException e) {
        if (warned.add(id)) {
          LOG.log(System.Logger.Level.WARNING, "A backup is left out: {0}", e.message());
        }
      }
    }
    found.sort(
        Comparator.comparingLong(BackupInfo::sequence)
            .thenComparing(BackupInfo::createdAt)
            .thenComparing(BackupInfo::id)
            .reversed());
    return found;
  }

  /** The ids of all backups, readable or not. */
  List<String> ids() {
    return names().stream()
        .filter(name -> name.endsWith(META))
        .map(name -> name.substring(0, name.length() - META.length()))
        .filter(id -> ID.matcher(id).matches())
        .toList();
  }

  private List<String> names() {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (var files = Files.list(path)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (UncheckedIOException e) {
      throw Damage.io("read", path, new IOException(e.getMessage(), e));
    } catch (IOException e) {
      throw Damage.io("read", path, e);
    }
  }

  /**
   * The metadata of a backup; empty when there is no such backup.
   *
   * @throws SpellException of kind Storage when it is damaged
   */
  Optional<BackupInfo> read(String id) {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    Path file = meta(id);
    try {
      if (Files.size(file) > MAX_META) {
        throw Damage.in(file.getFileName(), "it is far too long", null);
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      BackupInfo info = BackupMeta.read(text, file.getFileName());
      if (!info.id().equals(id)) {
        throw Damage.in(file.getFileName(), "it belongs to " + info.id(), null);
      }
      return Optional.of(info);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Damage.io("read", file, e);
    }
  }

  /** The metadata of a backup that must be there. */
  BackupInfo require(String id) {
    return read(id)
        .orElseThrow(() ->
            SpellException.validation(
                "backup_id",
                "Backup not found: '%s' is not in %s%s"
                    .formatted(id, path, Nearest.suggestion(id, ids()))));
  }

  /** Shows a file that is complete and on disk as a backup. The caller holds the lock. */
  void publish(BackupInfo info, Path data) {
    Path meta = meta(info.id());
    Path fresh = temporary(meta);
    try {
      disk.move(data, data(info.id()));
      try (OutputStream out = disk.create(fresh)) {
        out.write(BackupMeta.write(info).getBytes(StandardCharsets.UTF_8));
        disk.sync(out);
      }
      disk.syncFolder(path); // the data must not come after the metadata
      disk.move(fresh, meta);
      disk.syncFolder(path);
    } catch (IOException e) {
      throw Damage.io("write", meta, e);
    }
  }

  /** Deletes a backup. The caller holds the lock. */
  void delete(String id) {
    try {
      disk.delete(meta(id));
      disk.syncFolder(path);
      disk.delete(data(id));
    } catch (IOException e) {
      throw Damage.io("delete", data(id), e);
    }
  }

  /** Deletes what crashes have left. The caller holds the lock. */
  void clean() {
    Set<String> complete = new HashSet<>(ids());
    for (String name : names()) {
      int dot = name.indexOf('.');
      String id = dot < 0 ? name : name.substring(0, dot);
      boolean left = name.endsWith(TEMPORARY) || (name.endsWith(DATA) && !complete.contains(id));
      if (left && ID.matcher(id).matches()) {
        discard(path.resolve(name));
      }
    }
  }

  /** Deletes a file that may be missing. */
  void discard(Path file) {
    try {
      disk.delete(file);
    } catch (IOException e) {
      throw Damage.io("delete", file, e);
    }
  }
}
