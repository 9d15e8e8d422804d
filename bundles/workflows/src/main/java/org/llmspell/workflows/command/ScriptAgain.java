package org.llmspell.workflows.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.CommandRequest;
import org.llmspell.core.command.CommandRunner;
import org.llmspell.core.command.OutputFormat;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptResult;
import org.llmspell.core.script.ScriptRunner;
import org.llmspell.core.script.ScriptSource;
import org.llmspell.json.PlainJson;
import org.llmspell.workflows.checkpoint.Checkpoints;
import org.llmspell.workflows.checkpoint.Continuation;
import org.llmspell.workflows.checkpoint.Head;
import org.llmspell.workflows.checkpoint.Origin;

/** Runs the script of a workflow again, for its functions; its workflow goes on with the run. */
final class ScriptAgain {
  private final Optional<ScriptRunner> scripts;
  private final Checkpoints checkpoints;
  private final CommandCall call;

  ScriptAgain(Optional<ScriptRunner> scripts, Checkpoints checkpoints, CommandCall call) {
    this.scripts = scripts;
    this.checkpoints = checkpoints;
    this.call = call;
  }

  int run(Head head, Continuation wish) throws IOException {
    ScriptRunner runner =
        scripts.orElseThrow(() ->
            SpellException.configuration(
                "There is no script engine; install one, such as the bundle org.llmspell.lua",
                null));
    call.progress("Runs %s again for workflow '%s'".formatted(head.origin().path(), head.name()));
    ScriptResult result =
        runner.run(request(head.origin(), source(head), wish.in(ExecutionContext.create())));
    if (checkpoints.ids().contains(head.id())
        && checkpoints.find(head.id()).attempts() == head.attempts()) {
      throw workflow(
          "Script '%s' has ended without running workflow '%s', so run %s stays as it is"
              .formatted(head.origin().path(), head.name(), head.id()));
    }
    if (result.exitCode().isEmpty()
        && (result.value() != null || call.format() != OutputFormat.TEXT)) {
      Object value = result.value();
      call.answer(value instanceof String text ? text : PlainJson.compact(value), value);
    }
    return result.exitCode().orElse(CommandRunner.OK);
  }

  private static ScriptSource source(Head head) throws IOException {
    String path = head.origin().path();
    if (path.isEmpty()) {
      throw workflow(
          "Workflow '%s' has functions of a script that came from no file; resume it in the script with wf:resume('%s')"
              .formatted(head.name(), head.id()));
    }
    Path file = Path.of(path);
    if (!Files.isRegularFile(file)) {
      throw workflow(
          "Workflow '%s' has functions of the script '%s', which is not there any more"
              .formatted(head.name(), path));
    }
    return new ScriptSource(path, Files.readString(file), Optional.of(file));
  }

  private static SpellException workflow(String message) {
    return new SpellException(new ErrorKind.Workflow(null), message);
  }

  private ScriptRequest request(Origin origin, ScriptSource source, ExecutionContext context) {
    CommandRequest request = call.request();
    return new ScriptRequest(
        source,
        origin.language(),
        origin.arguments(),
        request.workingDirectory(),
        request.environment(),
        call.settings(),
        request.input(),
        call.format() == OutputFormat.TEXT ? request.output() : request.errors(),
        request.errors(),
        context);
  }
}
