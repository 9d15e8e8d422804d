package org.llmspell.core.security.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The files that one call may touch. Paths are text as a user gives it; relative ones start at the
 * working directory of the run. Links are followed as long as they stay inside what is allowed, and
 * what is opened is what was checked: a link that is put in the way meanwhile makes the operation
 * fail. Every operation is counted, and every byte.
 *
 * <p>All methods throw a {@link SpellException} of kind Security when the policy does not allow the
 * access, of kind Validation when the text is no path, of kind ResourceLimit when a limit is
 * exceeded; {@link IOException} tells what the file system had to say. Safe to share between
 * threads; streams and channels are not.
 */
@ProviderType
public interface GuardedFiles {

  /**
   * The same files and further folders: those that belong to the run itself, such as that of its
   * script. Never folders out of parameters. What is denied stays denied.
   */
  GuardedFiles also(Collection<Path> folders, Set<FileAction> actions);

  /**
   * The real path behind a text, for a library that must open it by itself. What happens to links
   * between this check and the library's opening is not covered: prefer the other methods.
   */
  Path check(String path, FileAction action);

  /** Whether {@link #check} would let it through. */
  boolean isAllowed(String path, FileAction action);

  /** What is at a path; empty when there is nothing. */
  Optional<FileEntry> entry(String path) throws IOException;

  /**
   * Opens a file for reading, from its beginning. The stream ends with an error at the size limit.
   */
  InputStream read(String path) throws IOException;

  /**
   * All bytes of a file.
   *
   * @param maxBytes the largest size; a larger file is a Validation error
   */
  byte[] readBytes(String path, long maxBytes) throws IOException;

  /** Opens a file for reading at any place. */
  SeekableByteChannel channel(String path) throws IOException;

  /**
   * Replaces a file, or makes it. The content goes into a new file beside it that takes its place
   * when the writer has ended: readers see the old content or the new, nothing in between. When the
   * writer fails, nothing has changed.
   */
  void write(String path, Writer writer) throws IOException;

  /** Opens a file for appending; makes it when there is none. */
  OutputStream append(String path) throws IOException;

  /** What is in a folder, by name, without what is in folders in it. */
  List<FileEntry> list(String path) throws IOException;

  /**
   * Visits a folder and all that is below it, each folder before what is in it. Links are visited,
   * not followed.
   *
   * @param maxDepth how many folders deep; 1 is the folder's own content
   * @param visitor gets each entry; for a folder it says whether to go into it
   */
  void walk(String path, int maxDepth, Predicate<FileEntry> visitor) throws IOException;

  /** Copies a file. */
  void copy(String from, String to, boolean replace) throws IOException;

  /** Moves a file or folder. */
  void move(String from, String to, boolean replace) throws IOException;

  /**
   * Deletes a file, a link (not what it points to), or a folder.
   *
   * @param recursive whether a folder may have something in it
   */
  void delete(String path, boolean recursive) throws IOException;

  /** Makes a folder and those above it that are missing. */
  void createFolders(String path) throws IOException;

  /** Writes the content of a file. */
  @FunctionalInterface
  interface Writer {
    /** Writes; the stream is closed by whoever calls it. */
    void write(OutputStream out) throws IOException;
  }
}
