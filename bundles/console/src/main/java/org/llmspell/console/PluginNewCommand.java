package org.llmspell.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.error.SpellException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The command {@code plugin new}. */
@Component
@CommandSpec(
    name = "plugin new",
    summary = "Writes a Maven project for a plugin with one tool and its test",
    parameters = "DIR",
    settings = false)
public final class PluginNewCommand implements Command {
  private final Product product;

  /** For the version that runs. */
  @Activate
  public PluginNewCommand(BundleContext context) {
    this(Product.of(context));
  }

  PluginNewCommand(Product product) {
    this.product = product;
  }

  @Override
  public int run(CommandCall call) throws IOException {
    String word = call.parameters().getFirst();
    Path folder = call.path(word);
    refuseUsed(word, folder);
    var project = PluginProject.of(String.valueOf(folder.getFileName()), product);
    List<String> files = project.write(folder);
    call.answer(
        """
        Wrote a plugin project to %s. Next:
          cd %s
          mvn package
          llmspell plugin install target/%s-1.0.0.jar
          llmspell tool invoke %s input="to be or not\"\
        """
            .formatted(folder, word, project.name(), project.tool()),
        Map.of("folder", folder.toString(), "name", project.name(), "files", files));
    return CommandRunner.OK;
  }

  private static void refuseUsed(String word, Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw SpellException.validation("DIR", "'%s' is a file; name a new folder".formatted(word));
    }
    try (Stream<Path> content = Files.list(folder)) {
      if (content.findAny().isPresent()) {
        throw SpellException.validation(
            "DIR", "Folder '%s' is not empty; name a new one".formatted(word));
      }
    }
  }
}
