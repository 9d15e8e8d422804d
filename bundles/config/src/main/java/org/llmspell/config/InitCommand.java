package org.llmspell.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.error.SpellException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The command {@code init}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@CommandSpec(
    name = "init",
    summary = "Writes a settings file with all settings, each with its default and what it does",
    options = {
      "-o, --output-file FILE: where; llmspell.toml when left out",
      "-f, --force: replace a file"
    },
    settings = false)
public final class InitCommand implements Command {
  private final LayeredSettings loader;

  /** With what the bundles know. */
  @Activate
  public InitCommand(@Reference LayeredSettings loader) {
    this.loader = loader;
  }

  @Override
  public int run(CommandCall call) throws IOException {
    String name = call.option("output-file").orElse("llmspell.toml");
    Path file = call.path(name);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    write(file, name, DefaultFile.write(loader.keys()), call.flag("force"));
    call.answer(
        """
        Created configuration file: %s
        Next steps:
          1. Edit it: every setting is there with its default, and those that differ need no more than a line
          2. Keep the keys of your providers with 'llmspell keys add SERVICE'
          3. Check it with 'llmspell validate'
          4. Run a script with 'llmspell run SCRIPT'\
        """
            .formatted(name),
        Map.of(
            "path",
            file.toString(),
            "next_steps",
            List.of("edit", "llmspell keys add", "llmspell validate", "llmspell run")));
    return CommandRunner.OK;
  }

  private static void write(Path file, String name, String text, boolean force) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, text);
      if (force) {
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.move(fresh, file);
      }
    } catch (FileAlreadyExistsException e) {
      throw SpellException.configuration(
          "Configuration file already exists: %s. Use --force to overwrite.".formatted(name), e);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
