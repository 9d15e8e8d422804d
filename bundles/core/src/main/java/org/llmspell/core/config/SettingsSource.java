package org.llmspell.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings come from.
 *
 * @param file the file that was named on the command line; empty to look in the usual places
 * @param workingDirectory where relative paths and the usual places start
 * @param environment the environment variables
 * @param assignments what the command line sets, each as {@code key=value}; the last one holds
 */
public record SettingsSource(
    Optional<Path> file,
    Path workingDirectory,
    Map<String, String> environment,
    List<String> assignments) {

  /** Copies the collections. */
  public SettingsSource {
    environment = Map.copyOf(environment);
    assignments = List.copyOf(assignments);
  }
}
