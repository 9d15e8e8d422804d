package org.llmspell.lua.lib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.security.guard.FileAction;
import org.llmspell.core.security.guard.GuardedFiles;
import org.llmspell.core.security.guard.GuardedProcesses;

/**
 * What a script may reach.
 *
 * @param full whether there are no restrictions
 * @param workingDirectory where relative paths start
 * @param roots folders whose files may be read
 * @param guards the ways out
 * @param context the context of the script, whose policy the guards ask
 */
public record Sandbox(
    boolean full,
    Path workingDirectory,
    List<Path> roots,
    Guards guards,
    ExecutionContext context) {

  /** Copies the collections; folders that do not exist are left out. */
  public Sandbox {
    workingDirectory = workingDirectory.toAbsolutePath().normalize();
    roots = roots.stream().flatMap(root -> real(root).stream()).distinct().toList();
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The files that the script may touch by itself: those that tools may touch, and its own folders,
   * which it may change when there are no restrictions.
   */
  public GuardedFiles files() {
    Set<FileAction> actions = full ? EnumSet.allOf(FileAction.class) : EnumSet.of(FileAction.READ);
    return guards.files().in(context).also(roots, actions);
  }

  /** The programs that the script may run. */
  public GuardedProcesses processes() {
    return guards.processes().in(context);
  }

  /** The value of an environment variable that the script may see. */
  public Optional<String> variable(String name) {
    return guards.environment().isVisible(name, context)
        ? guards.environment().read(name, context)
        : Optional.empty();
  }

  /** A path of a script as an absolute path. */
  public Path resolve(String path) {
    return workingDirectory.resolve(path).normalize();
  }

  /** Whether an existing file may be read: links are followed, folders compared name by name. */
  public boolean mayRead(Path path) {
    return full || real(path).filter(p -> roots.stream().anyMatch(p::startsWith)).isPresent();
  }

  /** The first readable file of some candidates. */
  public Optional<Path> firstReadable(Stream<Path> candidates) {
    return candidates.filter(Files::isRegularFile).filter(this::mayRead).findFirst();
  }

  /** The folders in words, for messages. */
  public String describeRoots() {
    return String.join(", ", roots.stream().map(Path::toString).toList());
  }
}
