package org.llmspell.lua.lib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.FileAction;
import org.llmspell.core.security.guard.GuardedFiles;
import org.llmspell.core.security.guard.GuardedProcesses;
import org.luaj.vm2.LuaError;

/**
 * What a script may reach.
 *
 * @param profile how far
 * @param workingDirectory where relative paths start
 * @param roots the script's own folders
 * @param guards the ways out
 * @param context the context of the script, whose policy the guards ask
 */
public record Sandbox(
    Profile profile,
    Path workingDirectory,
    List<Path> roots,
    Guards guards,
    ExecutionContext context) {

  /** Copies the collections; folders that do not exist are left out. */
  public Sandbox {
    workingDirectory = workingDirectory.toAbsolutePath().normalize();
    roots = roots.stream().flatMap(root -> existing(root).stream()).distinct().toList();
  }

  private static Optional<Path> existing(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The path without links of what is there, or would be there. */
  private static Path real(Path path) {
    Path parent = path.getParent();
    Path name = path.getFileName();
    return existing(path)
        .orElseGet(() -> parent == null || name == null ? path : real(parent).resolve(name));
  }

  /** Whether a profile holds that includes the given one. */
  public boolean allows(Profile needed) {
    return profile.includes(needed);
  }

  /**
   * The files that the script may touch by itself: its own folders, which it may change in the
   * profile {@code full}, and from {@code standard} on those that tools may touch.
   */
  public GuardedFiles files() {
    Set<FileAction> actions =
        allows(Profile.FULL) ? EnumSet.allOf(FileAction.class) : EnumSet.of(FileAction.READ);
    return guards.files().in(context).also(roots, actions);
  }

  /** The programs that the script may run. */
  public GuardedProcesses processes() {
    return guards.processes().in(context);
  }

  /**
   * The value of an environment variable.
   *
   * @throws SpellException when the script may not see it
   */
  public Optional<String> variable(String name) {
    return guards.environment().read(name, context);
  }

  /** A path of a script as an absolute path. */
  public Path resolve(String path) {
    try {
      return workingDirectory.resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw new LuaError("'%s' is no path".formatted(path.replace('\0', '?')));
    }
  }

  private boolean isOwn(Path real) {
    return roots.stream().anyMatch(real::startsWith);
  }

  /**
   * Refuses what the profile does not let the script read, whether it exists or not: links are
   * followed, folders compared name by name. What it lets through is for the guard to decide.
   */
  public void checkReadable(String given, Path path) {
    if (!allows(Profile.STANDARD) && !isOwn(real(path))) {
      throw new LuaError(
          ("%s is outside the folders that this script may read (%s); engines.lua.package_paths adds"
                  + " one, %s = \"standard\" adds those of tools.file_operations.allowed_paths")
              .formatted(given, describeRoots(), Profile.SETTING));
    }
  }

  /**
   * The code in a file, in the script's own folders or where the guard allows it; empty when there
   * is none.
   *
   * @throws LuaError when the file may not be read
   */
  public Optional<byte[]> code(String given, Path path, long maxBytes) {
    checkReadable(given, path);
    try {
      Path real = real(path);
      if (!isOwn(real)) {
        return Optional.of(guards.files().in(context).readBytes(path.toString(), maxBytes));
      }
      return Files.isRegularFile(real) ? Optional.of(own(given, real, maxBytes)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (SpellException e) {
      throw new LuaError(e.message());
    } catch (IOException e) {
      throw new LuaError("%s can not be read".formatted(given));
    }
  }

  private static byte[] own(String given, Path real, long maxBytes) throws IOException {
    try (var in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes((int) maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new LuaError("%s is larger than %d bytes".formatted(given, maxBytes));
      }
      return bytes;
    }
  }

  /** The first of some candidates in the script's own folders that is a file. */
  public Optional<Path> firstOwn(Stream<Path> candidates) {
    return candidates.filter(Files::isRegularFile).filter(path -> isOwn(real(path))).findFirst();
  }

  /** The folders in words, for messages. */
  public String describeRoots() {
    return String.join(", ", roots.stream().map(Path::toString).toList());
  }

  /** An error for something that a wider profile has. */
  public LuaError refusal(String what, Profile needed, @Nullable String where) {
    return new LuaError(
        "%s is not available in the profile '%s' of the sandbox; %s%s"
            .formatted(what, profile.word(), needed.toAllow(), where == null ? "" : " " + where));
  }
}
