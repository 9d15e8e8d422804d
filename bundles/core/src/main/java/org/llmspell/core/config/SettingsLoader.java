package org.llmspell.core.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads and merges settings. Each layer covers those below it: the file of the user, the file of
 * the project, the environment, the command line. Thread-safe.
 */
@ProviderType
public interface SettingsLoader {

  /**
   * The settings for one command.
   *
   * @param file the file that was named on the command line; empty to look in the usual places
   * @param workingDirectory where relative paths and the usual places start
   * @param environment the environment variables of the command
   * @throws SpellException of kind Configuration when a file is missing or can not be read, naming
   *     it, the line and the remedy
   */
  Settings load(Optional<Path> file, Path workingDirectory, Map<String, String> environment);

  /**
   * The settings of all layers.
   *
   * @param warnings told about keys that nobody knows, one line each
   * @throws SpellException of kind Configuration when a file is missing or can not be read, or a
   *     value is of the wrong type, naming file, line and column
   */
  default Settings load(SettingsSource source, Consumer<String> warnings) {
    return load(source.file(), source.workingDirectory(), source.environment());
  }
}
