package org.llmspell.console;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.command.CommandCall;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptResult;
import org.llmspell.core.script.ScriptRunner;
import org.llmspell.core.script.ScriptSource;

/**
 * The scripts that a container runs at its start and keeps: their hooks and event handlers live
 * until the container stops. One that fails is told of and is gone; the container goes on.
 */
final class KeptScripts implements AutoCloseable {
  private final CommandCall call;
  private final Duration patience;
  private final UnaryOperator<String> redact;
  private final List<Kept> scripts = new ArrayList<>();
  private volatile boolean closing;

  /** A script, the context that ends it, and the thread that waits for its end. */
  private record Kept(ScriptSource source, ExecutionContext context, Thread thread) {}

  private KeptScripts(CommandCall call, Duration patience, UnaryOperator<String> redact) {
    this.call = call;
    this.patience = patience;
    this.redact = redact;
  }

  /**
   * Reads the scripts that the command line names.
   *
   * @throws UsageException when one can not be read
   */
  static List<ScriptSource> read(CommandCall call) throws IOException {
    List<ScriptSource> sources = new ArrayList<>();
    for (String name : call.options("keep")) {
      try {
        sources.add(ScriptFile.read(call, name));
      } catch (NoSuchFileException e) {
        throw new UsageException("--keep: Script file not found: " + name);
      } catch (SpellException e) {
        throw new UsageException("--keep: " + e.message());
      }
    }
    return sources;
  }

  /**
   * Starts the scripts, side by side.
   *
   * @param patience how long each is waited for at the end
   * @param redact takes secrets out of what is told
   */
  static KeptScripts start(
      List<ScriptSource> sources,
      @Nullable ScriptRunner runner,
      CommandCall call,
      Duration patience,
      UnaryOperator<String> redact) {
    var kept = new KeptScripts(call, patience, redact);
    if (!sources.isEmpty()) {
      ScriptRunner scripts = ScriptLaunch.require(Optional.ofNullable(runner));
      sources.forEach(source -> kept.start(source, scripts));
    }
    return kept;
  }

  private void start(ScriptSource source, ScriptRunner runner) {
    ExecutionContext context = ExecutionContext.create();
    ScriptRequest request = ScriptLaunch.request(source, call, call.request().output(), context);
    Thread thread =
        Thread.ofVirtual()
            .name("kept script " + source.name())
            .unstarted(() -> run(request, runner));
    scripts.add(new Kept(source, context, thread));
    thread.start();
  }

  private void run(ScriptRequest request, ScriptRunner runner) {
    String name = request.source().name();
    try {
      ScriptResult result =
          runner.keep(request, () -> call.progress("Keeping script '%s'".formatted(name)));
      if (!closing) {
        call.progress(
            "Script '%s' has ended with exit code %d".formatted(name, result.exitCode().orElse(0)));
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      if (!closing) {
        call.progress("Script '%s' is not kept any more:".formatted(name));
        Problem.tell(call.request(), e, 0, redact);
      }
    }
    call.request().errors().flush();
  }

  @Override
  public void close() {
    closing = true;
    scripts.forEach(script -> script.context.cancellation().cancel("the container stops"));
    boolean interrupted = Thread.interrupted(); // the sign to end, not to hurry
    try {
      for (Kept script : scripts) {
        if (!script.thread.join(patience)) {
          call.progress("Script '%s' does not end".formatted(script.source.name()));
        }
      }
    } catch (InterruptedException e) {
      interrupted = true; // a second sign: hurry
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
