package org.llmspell.launcher;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The data folder. */
final class Home {

  private Home() {}

  /**
   * Where the data folder is: LLMSPELL_HOME, or {@code .llmspell} in the user's own folder.
   *
   * @param userHome the user's own folder as the JVM knows it
   */
  static Path of(Map<String, String> environment, String userHome) {
    String configured = environment.getOrDefault("LLMSPELL_HOME", "");
    if (!configured.isBlank()) {
      return Path.of(configured).toAbsolutePath().normalize();
    }
    if (userHome.isBlank() || userHome.equals("?")) {
      throw new LaunchException(
          "No data folder: this user has no folder of their own. Set LLMSPELL_HOME to a folder.");
    }
    return Path.of(userHome).toAbsolutePath().resolve(".llmspell");
  }

  /** Makes the folder if it is not there yet; only its owner can look into a new one. */
  static void create(Path home) {
    try {
      if (!Files.isDirectory(home)) {
        Files.createDirectories(home);
        OwnerOnly.restrict(home);
      }
    } catch (IOException e) {
      throw cannotWrite(home, e);
    }
  }

  static LaunchException cannotWrite(Path path, IOException cause) {
    return new LaunchException(
        "Cannot write to the data folder "
            + path
            + ": "
            + reason(cause)
            + ". Set LLMSPELL_HOME to a folder that you can write to.",
        cause);
  }

  /** Why a file operation failed, in words. */
  static String reason(IOException cause) {
    return switch (cause) {
      case java.nio.file.AccessDeniedException e -> "permission denied";
      case java.nio.file.FileAlreadyExistsException e -> e.getFile() + " is not a folder";
      case java.nio.file.NoSuchFileException e -> e.getFile() + " does not exist";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }
}
