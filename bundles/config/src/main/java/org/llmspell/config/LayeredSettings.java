package org.llmspell.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.config.SettingsLoader;
import org.osgi.service.component.annotations.Component;

/** Reads the file, then lets the environment override it. Stateless. */
@Component
public final class LayeredSettings implements SettingsLoader {

  @Override
  public Settings load(
      Optional<Path> file, Path workingDirectory, Map<String, String> environment) {
    Map<String, @Nullable Object> values =
        SettingsFile.find(file, workingDirectory, environment)
            .map(TomlFile::read)
            .orElseGet(Tree::create);
    EnvironmentOverrides.apply(environment, values);
    return new Settings(values);
  }
}
