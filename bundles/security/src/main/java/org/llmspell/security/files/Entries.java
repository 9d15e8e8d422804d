package org.llmspell.security.files;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.llmspell.core.security.guard.FileEntry;

/** Makes entries out of attributes. */
final class Entries {
  private Entries() {}

  static FileEntry of(Path path, BasicFileAttributes attributes) {
    FileEntry.Kind kind =
        attributes.isSymbolicLink()
            ? FileEntry.Kind.LINK
            : attributes.isDirectory()
                ? FileEntry.Kind.FOLDER
                : attributes.isRegularFile() ? FileEntry.Kind.FILE : FileEntry.Kind.OTHER;
    String permissions =
        attributes instanceof PosixFileAttributes posix
            ? PosixFilePermissions.toString(posix.permissions())
            : "";
    return new FileEntry(
        path,
        kind,
        attributes.size(),
        attributes.lastModifiedTime().toInstant(),
        attributes.creationTime().toInstant(),
        attributes.lastAccessTime().toInstant(),
        permissions);
  }
}
