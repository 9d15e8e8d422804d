package org.llmspell.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.llmspell.core.config.SettingsSource;
import org.llmspell.core.error.SpellException;

/**
 * A settings file.
 *
 * @param origin what kind of file it is, see {@link Layer}
 */
record SettingsFile(String origin, Path path) {

  /**
   * The files in force, the strongest last: the one that was named, alone; or the first of the
   * usual places of the user, then the first of the project.
   *
   * @throws SpellException of kind Configuration when the one that was named is not there
   */
  static List<SettingsFile> find(SettingsSource source) {
    Path folder = source.workingDirectory();
    if (source.file().isPresent()) {
      return List.of(existing(folder.resolve(source.file().get()), "--config"));
    }
    String variable = source.environment().getOrDefault("LLMSPELL_CONFIG", "");
    if (!variable.isEmpty()) {
      return List.of(existing(folder.resolve(variable), "LLMSPELL_CONFIG"));
    }
    List<SettingsFile> found = new ArrayList<>();
    first(Layer.USER, ofUser(source)).ifPresent(found::add);
    first(Layer.PROJECT, ofProject(folder))
        .filter(project -> found.stream().noneMatch(user -> user.path.equals(project.path)))
        .ifPresent(found::add);
    return found;
  }

  /**
   * All places in which a file would be in force; those of the same kind in order of preference.
   */
  static List<Path> places(SettingsSource source) {
    List<Path> places = new ArrayList<>();
    Optional<Path> named =
        source
            .file()
            .or(() ->
                Optional.of(source.environment().getOrDefault("LLMSPELL_CONFIG", ""))
                    .filter(name -> !name.isEmpty())
                    .map(Path::of));
    if (named.isPresent()) {
      places.add(source.workingDirectory().resolve(named.get()));
    } else {
      places.addAll(ofUser(source));
      places.addAll(ofProject(source.workingDirectory()));
    }
    return places;
  }

  private static Optional<SettingsFile> first(String origin, List<Path> places) {
    return places.stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .map(path -> new SettingsFile(origin, path));
  }

  private static SettingsFile existing(Path file, String origin) {
    if (!Files.isRegularFile(file)) {
      throw SpellException.configuration(
          "Configuration file not found: %s. Create it with 'llmspell init', or correct %s"
              .formatted(file, origin),
          null);
    }
    return new SettingsFile(Layer.NAMED, file);
  }

  private static List<Path> ofProject(Path folder) {
    return List.of(
        folder.resolve("llmspell.toml"),
        folder.resolve(".llmspell.toml"),
        folder.resolve("config/llmspell.toml"),
        folder.resolve(".config/llmspell.toml"));
  }

  private static List<Path> ofUser(SettingsSource source) {
    Map<String, String> environment = source.environment();
    Path home =
        Path.of(
            environment.getOrDefault(
                "HOME", System.getProperty("user.home", source.workingDirectory().toString())));
    Path data = directory(environment, "LLMSPELL_HOME", home.resolve(".llmspell"));
    Path user = directory(environment, "XDG_CONFIG_HOME", home.resolve(".config"));
    return List.of(
        data.resolve("config.toml"),
        home.resolve(".llmspell.toml"),
        home.resolve(".config/llmspell.toml"),
        user.resolve("llmspell/config.toml"));
  }

  private static Path directory(Map<String, String> environment, String variable, Path byDefault) {
    String value = environment.getOrDefault(variable, "");
    return value.isEmpty() ? byDefault : Path.of(value);
  }
}
