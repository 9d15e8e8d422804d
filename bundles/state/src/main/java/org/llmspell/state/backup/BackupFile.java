package org.llmspell.state.backup;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that is being written. For one thread. */
final class BackupFile implements AutoCloseable {
  private final ChunkWriter chunks;
  private final RecordWriter records;
  private final boolean encrypted;

  private BackupFile(ChunkWriter chunks, boolean encrypted) {
    this.chunks = chunks;
    this.records = new RecordWriter(chunks);
    this.encrypted = encrypted;
  }

  /** Begins a file. */
  static BackupFile create(
      Path file,
      Disk disk,
      FileKind kind,
      String id,
      @Nullable String parentId,
      Compression compression,
      int level,
      FileKeys keys) {
    Packer packer = compression.packer(level);
    FileKeys.Sealed sealed = keys.create();
    var header =
        new FileHeader(
            kind,
            compression,
            id,
            parentId == null ? "" : parentId,
            sealed == null ? new byte[0] : sealed.lock());
    ChunkCipher cipher = sealed == null ? null : new ChunkCipher(sealed.key(), header.bytes());
    return new BackupFile(new ChunkWriter(file, disk, header, packer, cipher), sealed != null);
  }

  RecordWriter records() {
    return records;
  }

  boolean isEncrypted() {
    return encrypted;
  }

  /** How many bytes were written. */
  long size() {
    return chunks.size();
  }

  @Override
  public void close() {
    chunks.close();
  }
}
