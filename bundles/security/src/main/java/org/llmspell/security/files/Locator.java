package org.llmspell.security.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.FileAction;
import org.llmspell.security.policy.Decisions;
import org.llmspell.security.policy.FileRules;
import org.llmspell.security.policy.PathPattern;
import org.llmspell.security.policy.RealPaths;
import org.llmspell.security.policy.Rules;
import org.llmspell.security.policy.RunPolicy;

/**
 * Finds what a text means: the real path, and whether it is allowed. What is outside gets the same
 * answer whether it exists or not.
 */
final class Locator {
  private static final String RULE = "file_access";
  private static final int MAX_LENGTH = 4096;
  private static final List<String> ENCODED =
      List.of("%2e%2e", "%252e", "..%2f", "..%5c", "..%252f", "..%255c", "%2e.", ".%2e", "%c0%ae");

  private final RunPolicy policy;
  private final Decisions decisions;
  private final List<PathPattern> more;
  private final Set<FileAction> moreActions;

  Locator(RunPolicy policy, Decisions decisions) {
    this(policy, decisions, List.of(), Set.of());
  }

  private Locator(
      RunPolicy policy, Decisions decisions, List<PathPattern> more, Set<FileAction> moreActions) {
    this.policy = policy;
    this.decisions = decisions;
    this.more = more;
    this.moreActions = moreActions;
  }

  /** The same with further folders. */
  Locator also(Collection<Path> folders, Set<FileAction> actions) {
    return new Locator(
        policy,
        decisions,
        folders.stream().map(folder -> PathPattern.ofFolder(folder.toString(), folder)).toList(),
        Set.copyOf(actions));
  }

  /** A file or folder; a link at its end is followed. */
  Located target(String path, FileAction action) {
    return located(path, action, lexical(path, action), true);
  }

  /** What is at the path itself: a link at its end is not followed. */
  Located itself(String path, FileAction action) {
    return located(path, action, lexical(path, action), false);
  }

  /** Whether an entry of a folder that was allowed is allowed too: some may be denied. */
  boolean allowsChild(Path real) {
    return !isDenied(policy.rules(), real)
        && policy.bound().map(rules -> !isDenied(rules, real)).orElse(true);
  }

  /** Refuses to take away a folder that has something denied in it. */
  void refuseIfDeniedInside(Located folder) {
    boolean inside =
        Stream.concat(
                policy.rules().files().denied().stream(),
                policy.bound().stream().flatMap(rules -> rules.files().denied().stream()))
            .anyMatch(entry -> entry.anchor().startsWith(folder.real()));
    if (inside) {
      throw decisions.deny(
          RULE,
          FileAction.DELETE.word(),
          folder.real().toString(),
          "File access violation: delete on '%s' - something in it is in the denied list"
              .formatted(folder.given()));
    }
  }

  private static boolean isDenied(Rules rules, Path real) {
    return rules.files().denied().stream().anyMatch(entry -> entry.matches(real));
  }

  private Optional<PathPattern> entryFor(FileRules rules, FileAction action, Path real) {
    return rules.entryFor(real, moreActions.contains(action) ? more : List.of());
  }

  /** The largest file. */
  long maxFileBytes() {
    return Math.min(
        policy.rules().files().maxFileBytes(),
        policy.bound().map(Rules::files).map(FileRules::maxFileBytes).orElse(Long.MAX_VALUE));
  }

  /** The most entries of a listing. */
  int maxEntries() {
    return Math.min(
        policy.rules().files().maxEntries(),
        policy.bound().map(Rules::files).map(FileRules::maxEntries).orElse(Integer.MAX_VALUE));
  }

  private Path lexical(String path, FileAction action) {
    if (path.isEmpty()) {
      throw SpellException.validation(
          "path", "The path is empty; give the path of a file or folder");
    }
    if (path.length() > MAX_LENGTH) {
      throw SpellException.validation(
          "path",
          "Path of %d characters is too long; %d are allowed".formatted(path.length(), MAX_LENGTH));
    }
    String lower = path.toLowerCase(Locale.ROOT);
    for (String pattern : ENCODED) {
      if (lower.contains(pattern)) {
        throw decisions.deny(RULE, action.word(), path, "Path contains dangerous pattern: " + path);
      }
    }
    try {
      return withoutDots(path, action, policy.workingDirectory().resolve(path));
    } catch (InvalidPathException e) {
      throw SpellException.validation(
          "path", "'%s' is no path: %s".formatted(path.replace('\0', '?'), e.getReason()));
    }
  }

  /** Takes {@code .} and {@code ..} out. More {@code ..} than there are folders is an attack. */
  private Path withoutDots(String given, FileAction action, Path path) {
    List<Path> names = new ArrayList<>();
    for (Path name : path) {
      switch (name.toString()) {
        case "", "." -> {}
        case ".." -> {
          if (names.isEmpty()) {
            throw decisions.deny(
                RULE,
                action.word(),
                given,
                "Path traversal detected: cannot go above root (path '%s')".formatted(given));
          }
          names.removeLast();
        }
        default -> names.add(name);
      }
    }
    Path root = path.getRoot();
    Path result = root == null ? Path.of("/") : root;
    for (Path name : names) {
      result = result.resolve(name);
    }
    return result;
  }

  private Located located(String given, FileAction action, Path path, boolean follow) {
    Path real = real(given, action, path, follow);
    PathPattern entry =
        entryFor(policy.rules().files(), action, real)
            .orElseThrow(() -> denied(given, action, real, policy.rules()));
    policy
        .bound()
        .ifPresent(rules -> {
          if (entryFor(rules.files(), action, real).isEmpty()) {
            throw denied(given, action, real, rules);
          }
        });
    decisions.allow(RULE, action.word(), real.toString());
    return new Located(given, real, anchor(entry, real), !entry.isEverything());
  }

  private SpellException denied(String given, FileAction action, Path real, Rules rules) {
    return decisions.deny(
        RULE,
        action.word(),
        real.toString(),
        "File access violation: %s on '%s' - %s"
            .formatted(action.word(), given, rules.files().reason(real)));
  }

  private Path real(String given, FileAction action, Path path, boolean follow) {
    try {
      if (follow) {
        return RealPaths.of(path);
      }
      Path parent = path.getParent();
      Path name = path.getFileName();
      return parent == null || name == null ? path : RealPaths.of(parent).resolve(name);
    } catch (FileSystemException e) {
      throw decisions.deny(
          RULE,
          action.word(),
          given,
          "File access violation: %s on '%s' - its links go round in a circle"
              .formatted(action.word(), given));
    } catch (IOException e) {
      throw SpellException.io(e);
    }
  }

  /** An entry may be the file itself, or the folder above may be what is opened. */
  private static Path anchor(PathPattern entry, Path real) {
    if (entry.isEverything()) {
      Path root = real.getRoot();
      return root == null ? real : root;
    }
    Path anchor = entry.anchor();
    Path parent = anchor.getParent();
    boolean isItself = anchor.equals(real) && !java.nio.file.Files.isDirectory(anchor);
    return isItself && parent != null ? parent : anchor;
  }
}
