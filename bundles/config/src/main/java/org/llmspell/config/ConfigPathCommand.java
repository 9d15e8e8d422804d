package org.llmspell.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** The command {@code config path}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@CommandSpec(
    name = "config path",
    summary = "Prints the settings files in force, the strongest last",
    settings = false)
public final class ConfigPathCommand implements Command {

  @Override
  public int run(CommandCall call) {
    List<SettingsFile> files = SettingsFile.find(call.settingsSource());
    call.answer(
        files.isEmpty()
            ? "No settings file; the defaults hold. Create one with 'llmspell init'"
            : files.stream()
                .map(file -> "%s (%s)".formatted(file.path(), file.origin()))
                .collect(Collectors.joining("\n")),
        files.stream()
            .map(file -> Map.of("path", file.path().toString(), "origin", file.origin()))
            .toList());
    return CommandRunner.OK;
  }
}
