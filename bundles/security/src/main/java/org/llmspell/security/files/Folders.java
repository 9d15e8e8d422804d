package org.llmspell.security.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** Opens folders: from the boundary downwards, one name after the other, following no link. */
final class Folders {
  private final boolean secure;

  /**
   * With folders that are held open where the platform can do it.
   *
   * @param secure false to do without
   */
  Folders(boolean secure) {
    this.secure = secure;
  }

  /**
   * The folder at a real path.
   *
   * @param anchor the boundary, a real path above it or the same
   * @param bounded false when there is no boundary to keep
   */
  Folder open(Path anchor, Path folder, boolean bounded) throws IOException {
    if (!bounded) {
      return new PlainFolder(folder);
    }
    Folder current = anchor(anchor);
    try {
      for (Path name : anchor.relativize(folder)) {
        if (!name.toString().isEmpty()) {
          Folder next = enter(current, name);
          current.close();
          current = next;
        }
      }
      return current;
    } catch (IOException | RuntimeException e) {
      current.close();
      throw e;
    }
  }

  /** The real path had no link in it; if there is one now, somebody has put it there. */
  static Folder enter(Folder folder, Path name) throws IOException {
    try {
      return folder.enter(name);
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw e;
    } catch (FileSystemException e) {
      throw new FileSystemException(
          folder.path().resolve(name).toString(), null, "it can not be entered: " + reason(e));
    }
  }

  private static String reason(FileSystemException e) {
    return e instanceof FileSystemLoopException
            || String.valueOf(e.getReason()).contains("symbolic")
        ? "a link was put in its place"
        : String.valueOf(e.getReason());
  }

  @SuppressWarnings("StreamResourceLeak") // the folder that is returned closes it
  private Folder anchor(Path anchor) throws IOException {
    if (!secure) {
      return new PlainFolder(anchor);
    }
    DirectoryStream<Path> stream = Files.newDirectoryStream(anchor);
    if (!(stream instanceof SecureDirectoryStream<Path> held)) {
      stream.close();
      return new PlainFolder(anchor);
    }
    var folder = new SecureFolder(anchor, held);
    try {
      Object there =
          Files.readAttributes(anchor, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey();
      if (!Objects.equals(there, folder.key()) || !anchor.toRealPath().equals(anchor)) {
        throw new FileSystemException(
            anchor.toString(), null, "the folder was replaced while it was opened");
      }
      return folder;
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }
}
