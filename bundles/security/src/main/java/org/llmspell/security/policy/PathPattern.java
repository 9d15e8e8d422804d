package org.llmspell.security.policy;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * An entry of a list of paths: a file or folder with all below it, or a glob. Compared name by
 * name, so that {@code /tmp} is not the beginning of {@code /tmpfoo}. Safe to share between
 * threads.
 */
public final class PathPattern {
  private final String text;
  private final Path literal;
  private final @Nullable PathMatcher glob;
  private final boolean everything;
  private volatile @Nullable Path real;

  private PathPattern(String text, Path literal, @Nullable PathMatcher glob, boolean everything) {
    this.text = text;
    this.literal = literal;
    this.glob = glob;
    this.everything = everything;
  }

  /** An entry of the list that a setting holds. */
  static PathPattern of(String text, Path folder, String home, String setting) {
    try {
      String path = text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text;
      if (text.equals("*") || text.equals("**")) {
        return new PathPattern(text, root(folder), null, true);
      }
      int end = firstWildcard(path);
      if (end < 0) {
        return ofFolder(text, folder.resolve(path));
      }
      int slash = path.lastIndexOf('/', end);
      Path start = folder.resolve(slash < 0 ? "" : path.substring(0, slash + 1));
      var matcher = FileSystems.getDefault().getPathMatcher("glob:" + path.substring(slash + 1));
      return new PathPattern(text, start.toAbsolutePath().normalize(), matcher, false);
    } catch (InvalidPathException | PatternSyntaxException e) {
      throw SpellException.configuration(
          "Setting '%s' has the entry '%s', which is no path and no pattern: %s"
              .formatted(setting, text, e.getMessage()),
          e);
    }
  }

  /** A folder and all below it. */
  public static PathPattern ofFolder(String text, Path folder) {
    return new PathPattern(text, folder.toAbsolutePath().normalize(), null, false);
  }

  private static Path root(Path folder) {
    Path root = folder.toAbsolutePath().getRoot();
    return root == null ? folder.toAbsolutePath() : root;
  }

  private static int firstWildcard(String path) {
    for (int i = 0; i < path.length(); i++) {
      if ("*?[{".indexOf(path.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a path without links in it is meant by this entry. */
  public boolean matches(Path path) {
    if (everything) {
      return true;
    }
    Path start = anchor();
    if (!path.startsWith(start)) {
      return false;
    }
    if (glob == null) {
      return true;
    }
    Path rest = start.relativize(path);
    for (int i = 1; i <= rest.getNameCount(); i++) {
      if (glob.matches(rest.subpath(0, i)) && !rest.toString().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether everything is meant, so that there is no boundary to keep. */
  public boolean isEverything() {
    return everything;
  }

  /** The folder (or file) that all that is meant is below, without links in it. */
  public Path anchor() {
    Path known = real;
    if (known != null) {
      return known;
    }
    try {
      known = literal.toRealPath();
      real = known;
      return known;
    } catch (IOException e) {
      return RealPaths.ofMissing(literal); // asked again next time: it may come to be
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
