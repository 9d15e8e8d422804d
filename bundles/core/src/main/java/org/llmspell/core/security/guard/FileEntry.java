package org.llmspell.core.security.guard;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What is known of a file or folder.
 *
 * @param path its absolute path
 * @param kind what it is; links are not followed
 * @param size its size in bytes
 * @param modified when its content was changed last
 * @param created when it was made, as far as the file system knows
 * @param accessed when it was read last, as far as the file system knows
 * @param permissions as {@code rwxr-x---}; empty where there are none of that kind
 */
public record FileEntry(
    Path path,
    Kind kind,
    long size,
    Instant modified,
    Instant created,
    Instant accessed,
    String permissions) {

  /** What there can be at a path. */
  public enum Kind {
    /** An ordinary file. */
    FILE,
    /** A folder. */
    FOLDER,
    /** A symbolic link. */
    LINK,
    /** A device, a pipe, a socket. */
    OTHER
  }

  /** The last part of the path. */
  public String name() {
    Path last = path.getFileName();
    return last == null ? path.toString() : last.toString();
  }

  /** Whether it is an ordinary file. */
  public boolean isFile() {
    return kind == Kind.FILE;
  }

  /** Whether it is a folder. */
  public boolean isFolder() {
    return kind == Kind.FOLDER;
  }
}
