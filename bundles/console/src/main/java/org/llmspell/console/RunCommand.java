package org.llmspell.console;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptRunner;
import org.llmspell.core.script.ScriptSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** The command {@code run}. */
@Component
@CommandSpec(
    name = "run",
    summary = "Runs a script",
    parameters = "FILE",
    trailing = "ARGS",
    options = "--stream: print the result as a stream of chunks")
public final class RunCommand implements Command {
  private static final long MAX_BYTES = 16 << 20;

  private final Optional<ScriptRunner> scripts;

  /** With the scripts, when there are any. */
  @Activate
  public RunCommand(
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable ScriptRunner scripts) {
    this.scripts = Optional.ofNullable(scripts);
  }

  @Override
  public int run(CommandCall call) throws IOException {
    String name = call.parameters().getFirst();
    Path file = call.path(name);
    return ScriptLaunch.run(
        scripts, new ScriptSource(name, read(name, file), Optional.of(file)), call);
  }

  private static String read(String name, Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw SpellException.validation("FILE", "'%s' is a folder, not a script".formatted(name));
    }
    if (!Files.exists(file)) {
      throw SpellException.validation("FILE", "Script file not found: " + name);
    }
    if (Files.size(file) > MAX_BYTES) {
      throw SpellException.resourceLimit("Script size", MAX_BYTES, Files.size(file));
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new SpellException(
          SpellException.validation("FILE", "").kind(),
          "Script '%s' is not UTF-8 text; save it as such".formatted(name),
          e);
    }
  }
}
