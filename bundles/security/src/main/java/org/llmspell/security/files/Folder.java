package org.llmspell.security.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.llmspell.core.security.guard.FileEntry;

/**
 * An open folder. Names are looked up in the very folder that was opened, whatever happens to its
 * path meanwhile, and links are never followed.
 */
interface Folder extends Closeable {

  /** Where it was when it was opened. */
  Path path();

  /** Opens a file. */
  SeekableByteChannel open(Path name, Set<? extends OpenOption> options) throws IOException;

  /** What there is under a name. */
  FileEntry entry(Path name) throws IOException;

  /** Opens a folder in it. */
  Folder enter(Path name) throws IOException;

  /** The names in it, in order; at most so many. To be called once. */
  List<Path> names(int max) throws IOException;

  /** Deletes a file or link. */
  void deleteFile(Path name) throws IOException;

  /** Deletes an empty folder. */
  void deleteFolder(Path name) throws IOException;

  /** Moves something into another folder, or renames it; what has that name is replaced. */
  void move(Path name, Folder target, Path newName) throws IOException;

  /**
   * Makes a folder.
   *
   * @param top the top of what is allowed
   */
  void makeFolder(Path name, Folder top) throws IOException;

  /** Gives a file the permissions of another, as far as there are such. */
  void setPermissions(Path name, String permissions) throws IOException;

  /** Makes sure that this is still the folder at its path; used where folders can not be held. */
  default void verify() throws IOException {}
}
