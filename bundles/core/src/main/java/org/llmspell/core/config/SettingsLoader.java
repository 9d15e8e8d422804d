package org.llmspell.core.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/** Reads and merges settings: defaults, then the file, then the environment. Thread-safe. */
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
}
