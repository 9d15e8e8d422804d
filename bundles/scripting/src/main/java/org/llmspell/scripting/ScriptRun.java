package org.llmspell.scripting;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptHost;
import org.llmspell.core.script.ScriptLimits;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptSession;

/** One run of one script: its mailbox, what it has to close, and the session of its globals. */
final class ScriptRun implements ScriptHost, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("llmspell.scripting");

  private static final long LOOK_MILLIS = 50;

  private final ScriptRequest request;
  private final ScriptLimits limits;
  private final ScriptService.Kept kept;

  /** What the script calls must not outlive its time. */
  private volatile ExecutionContext context;

  private final List<ScriptGlobal> globals;
  private final Mailbox mailbox;
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final Thread owner = Thread.currentThread();
  private volatile boolean exported;
  private boolean settled;

  ScriptRun(
      ScriptRequest request,
      ScriptLimits limits,
      List<ScriptGlobal> globals,
      ScriptService.Kept kept) {
    this.request = request;
    this.limits = limits;
    this.globals = globals;
    this.kept = kept;
    this.context = request.context().withDeadline(limits.time());
    this.mailbox = new Mailbox(request.source().name(), () -> context.cancellation().isCancelled());
  }

  @Override
  public List<ScriptGlobal> globals() {
    return globals;
  }

  @Override
  public ScriptSession session(Running engine) {
    return new Session(engine);
  }

  @Override
  public void exported() {
    exported = true;
  }

  @Override
  public <T extends @Nullable Object> T onScriptThread(Callable<T> work) throws Exception {
    return Thread.currentThread() == owner ? work.call() : mailbox.post(work);
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    mailbox.pause(time);
  }

  @Override
  public boolean isKept() {
    return kept.wanted() && !request.context().cancellation().isCancelled();
  }

  @Override
  public void serve(Runnable begin) throws InterruptedException {
    if (!settled) {
      settled = true;
      kept.settled().run();
    }
    mailbox.serve(
        LOOK_MILLIS,
        () -> {
          context = request.context().withDeadline(limits.time());
          begin.run();
        });
  }

  @Override
  public void close() {
    mailbox.close();
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "Something that a script had opened could not be closed", e);
      }
    }
  }

  /** What globals see of the run. */
  private final class Session implements ScriptSession {
    private final Running engine;

    Session(Running engine) {
      this.engine = engine;
    }

    @Override
    public ExecutionContext context() {
      return context;
    }

    @Override
    public Settings settings() {
      return request.settings();
    }

    @Override
    public String language() {
      return request.language();
    }

    @Override
    public Optional<Path> file() {
      return request.source().file();
    }

    @Override
    public List<String> arguments() {
      return request.arguments();
    }

    @Override
    public <T extends @Nullable Object> T await(Callable<T> work) throws Exception {
      return exported ? mailbox.await(work) : work.call();
    }

    @Override
    public void post(Runnable work) {
      mailbox.send(work);
    }

    @Override
    public @Nullable Object yieldValue(@Nullable Object value) {
      return engine.yieldValue(value);
    }

    @Override
    public String stackTrace() {
      return engine.stackTrace();
    }

    @Override
    public void onClose(AutoCloseable resource) {
      resources.push(resource);
    }

    @Override
    public void print(String line) {
      write(request.output(), line);
    }

    @Override
    public void printError(String line) {
      write(request.errors(), line);
    }

    private static void write(OutputStream stream, String line) {
      try {
        stream.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        stream.flush();
      } catch (IOException e) {
        throw SpellException.storage("write", "The output can not be written", e);
      }
    }
  }
}
