package org.llmspell.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.llmspell.core.error.SpellException;

/** Where the settings file is. */
final class SettingsFile {

  private SettingsFile() {}

  /** The file that was named, else the first of the usual places that has one. */
  static Optional<Path> find(Optional<Path> named, Path folder, Map<String, String> environment) {
    if (named.isPresent()) {
      return Optional.of(existing(folder.resolve(named.get()), "--config"));
    }
    String variable = environment.getOrDefault("LLMSPELL_CONFIG", "");
    if (!variable.isEmpty()) {
      return Optional.of(existing(folder.resolve(variable), "LLMSPELL_CONFIG"));
    }
    return usualPlaces(folder, environment).filter(Files::isRegularFile).findFirst();
  }

  private static Path existing(Path file, String origin) {
    if (!Files.isRegularFile(file)) {
      throw SpellException.configuration(
          "Configuration file not found: %s. Create it with 'llmspell init', or correct %s"
              .formatted(file, origin),
          null);
    }
    return file;
  }

  private static Stream<Path> usualPlaces(Path folder, Map<String, String> environment) {
    Path home =
        Path.of(
            environment.getOrDefault("HOME", System.getProperty("user.home", folder.toString())));
    Path data = directory(environment, "LLMSPELL_HOME", home.resolve(".llmspell"));
    Path user = directory(environment, "XDG_CONFIG_HOME", home.resolve(".config"));
    return Stream.of(
        data.resolve("config.toml"),
        folder.resolve("llmspell.toml"),
        folder.resolve(".llmspell.toml"),
        folder.resolve("config/llmspell.toml"),
        folder.resolve(".config/llmspell.toml"),
        home.resolve(".llmspell.toml"),
        home.resolve(".config/llmspell.toml"),
        user.resolve("llmspell/config.toml"));
  }

  private static Path directory(Map<String, String> environment, String variable, Path byDefault) {
    String value = environment.getOrDefault(variable, "");
    return value.isEmpty() ? byDefault : Path.of(value);
  }
}
