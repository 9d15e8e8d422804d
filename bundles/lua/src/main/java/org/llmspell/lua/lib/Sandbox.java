package org.llmspell.lua.lib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a script may reach.
 *
 * @param full whether there are no restrictions
 * @param workingDirectory where relative paths start
 * @param roots folders whose files may be read
 * @param environment the variables that are visible
 */
public record Sandbox(
    boolean full, Path workingDirectory, List<Path> roots, Map<String, String> environment) {

  /** Copies the collections; folders that do not exist are left out. */
  public Sandbox {
    workingDirectory = workingDirectory.toAbsolutePath().normalize();
    roots = roots.stream().flatMap(root -> real(root).stream()).distinct().toList();
    environment = Map.copyOf(environment);
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException e) {
      return Optional.empty();
    }
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
