package org.llmspell.console;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.Command;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandSpec;
import org.llmspell.core.script.ScriptRunner;
import org.llmspell.core.script.ScriptSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** The command {@code exec}. */
@Component
@CommandSpec(
    name = "exec",
    summary = "Runs code given on the command line",
    parameters = "CODE",
    trailing = "ARGS",
    options = "--stream: print the result as a stream of chunks")
public final class ExecCommand implements Command {
  private final Optional<ScriptRunner> scripts;

  /** With the scripts, when there are any. */
  @Activate
  public ExecCommand(
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable ScriptRunner scripts) {
    this.scripts = Optional.ofNullable(scripts);
  }

  @Override
  public int run(CommandCall call) {
    return ScriptLaunch.run(
        scripts, ScriptSource.ofText("exec", call.parameters().getFirst()), call);
  }
}
