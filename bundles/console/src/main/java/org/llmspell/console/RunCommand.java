package org.llmspell.console;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.script.ScriptRunner;
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
  private final Optional<ScriptRunner> scripts;

  /** With the scripts, when there are any. */
  @Activate
  public RunCommand(
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable ScriptRunner scripts) {
    this.scripts = Optional.ofNullable(scripts);
  }

  @Override
  public int run(CommandCall call) throws IOException {
    return ScriptLaunch.run(scripts, ScriptFile.read(call, call.parameters().getFirst()), call);
  }
}
