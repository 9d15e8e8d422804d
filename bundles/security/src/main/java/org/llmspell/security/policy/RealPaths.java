package org.llmspell.security.policy;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the path without links behind a path, whether there is something at it or not. */
public final class RealPaths {
  private static final int MAX_LINKS = 40;

  private RealPaths() {}

  /**
   * The real path of an absolute, normalised path. Of what does not exist, the part that does is
   * resolved, and a link that points to nothing is followed to where it points.
   */
  public static Path of(Path path) throws IOException {
    return of(path, MAX_LINKS);
  }

  private static Path of(Path path, int links) throws IOException {
    if (links == 0) {
      throw new FileSystemLoopException(path.toString());
    }
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path parent = path.getParent();
      Path name = path.getFileName();
      if (parent == null || name == null) {
        return path;
      }
      Path folder = of(parent, links - 1);
      Path here = folder.resolve(name);
      if (Files.isSymbolicLink(here)) {
        Path target = folder.resolve(Files.readSymbolicLink(here)).normalize();
        return of(target, links - 1);
      }
      return here;
    }
  }

  /** The same where a failure can be put off: the path itself then. */
  static Path ofMissing(Path path) {
    try {
      return of(path);
    } catch (IOException e) {
      return path;
    }
  }
}
