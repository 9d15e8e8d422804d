package org.llmspell.state.backup;

import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backup.BackupInfo;

/**
 * A backup and those that it builds on.
 *
 * @param folder where they are
 * @param backups the full one first
 */
record Chain(BackupFolder folder, List<BackupInfo> backups) {

  /** Copies the list. */
  Chain {
    backups = List.copyOf(backups);
  }

  /** The chain of a backup, read anew from the folder. */
  static Chain of(BackupFolder folder, BackupInfo last) {
    List<BackupInfo> backups = new ArrayList<>(List.of(last));
    for (String id = last.parentId(); id != null; id = backups.getLast().parentId()) {
      String parent = id;
      BackupInfo info =
          folder
              .read(parent)
              .orElseThrow(() ->
                  SpellException.storage(
                      "verify",
                      "Backup %s builds on %s, which is not in %s"
                          .formatted(backups.getLast().id(), parent, folder.path()),
                      null));
      if (info.sequence() >= backups.getLast().sequence()) {
        throw Damage.in(
            folder.meta(info.id()).getFileName(), "it is not older than its child", null);
      }
      backups.add(info);
    }
    Collections.reverse(backups);
    return new Chain(folder, backups);
  }

  /** The backup whose state the chain adds up to. */
  BackupInfo last() {
    return backups.getLast();
  }

  /** The ids, the full one first. */
  List<String> ids() {
    return backups.stream().map(BackupInfo::id).toList();
  }

  /** The chain up to one of its backups, or up to a moment. */
  Chain upTo(@Nullable String version) {
    if (version == null) {
      return this;
    }
    Optional<Instant> moment = moment(version);
    List<Instant> moments = moments();
    for (int end = backups.size(); end > 0; end--) {
      Instant made = moments.get(end - 1);
      if (backups.get(end - 1).id().equals(version)
          || moment.filter(time -> !made.isAfter(time)).isPresent()) {
        return new Chain(folder, backups.subList(0, end));
      }
    }
    throw SpellException.validation(
        "target_version",
        moment.isPresent()
            ? "The chain of backup %s begins at %s, after %s"
                .formatted(last().id(), backups.getFirst().createdAt(), version)
            : "'%s' is neither a moment nor a backup in the chain of %s (%s)"
                .formatted(version, last().id(), String.join(", ", ids())));
  }

  /** When they were made. One that a clock set back has dated too early comes after its parent. */
  private List<Instant> moments() {
    List<Instant> moments = new ArrayList<>();
    for (BackupInfo info : backups) {
      Instant before = moments.isEmpty() ? Instant.MIN : moments.getLast();
      moments.add(info.createdAt().isBefore(before) ? before.plusNanos(1) : info.createdAt());
    }
    return moments;
  }

  private static Optional<Instant> moment(String version) {
    try {
      return Optional.of(
          version.matches("\\d{1,12}")
              ? Instant.ofEpochSecond(Long.parseLong(version)).plusMillis(999)
              : Instant.parse(version));
    } catch (DateTimeException _) {
      return Optional.empty(); // then it is an id
    }
  }

  /** Whether all files are there in their full length. */
  boolean looksComplete() {
    return backups.stream()
        .allMatch(info -> folder.data(info.id()).toFile().length() == info.sizeBytes());
  }

  /** Reads all files and compares their checksums. */
  void verify(Pulse pulse) {
    for (BackupInfo info : backups) {
      verify(info, pulse);
    }
  }

  private void verify(BackupInfo info, Pulse pulse) {
    var file = folder.data(info.id());
    if (!Files.exists(file)) {
      throw SpellException.storage("verify", "The backup file %s is missing".formatted(file), null);
    }
    if (file.toFile().length() != info.sizeBytes()) {
      throw Damage.in(
          file.getFileName(),
          "it is %d bytes long instead of %d".formatted(file.toFile().length(), info.sizeBytes()),
          null);
    }
    if (!Hashes.of(file, pulse).equals(info.sha256())) {
      throw Damage.in(file.getFileName(), "its checksum is not the one in its metadata", null);
    }
  }

  /** Walks through the state, and compares it with what was captured. */
  Cursor open(FileKeys keys) {
    List<Cursor> opened = new ArrayList<>();
    try {
      for (BackupInfo info : backups) {
        opened.add(open(info, keys, ChunkType.DATA));
      }
      return new CheckedState(last().id(), new ChainCursor(opened), index(keys));
    } catch (RuntimeException e) {
      ChainCursor.closeAll(opened);
      throw e;
    }
  }

  /** Walks through keys and hashes of the state. */
  Cursor index(FileKeys keys) {
    return open(last(), keys, ChunkType.INDEX);
  }

  private RecordCursor open(BackupInfo info, FileKeys keys, ChunkType type) {
    var file = folder.data(info.id());
    var cursor = new RecordCursor(file, keys, type);
    FileHeader header = cursor.header();
    String parent = info.parentId() == null ? "" : info.parentId();
    if (!header.id().equals(info.id()) || !header.parentId().equals(parent)) {
      cursor.close();
      throw Damage.in(
          file.getFileName(), "Backup ID mismatch: it holds %s".formatted(header.id()), null);
    }
    return cursor;
  }
}
