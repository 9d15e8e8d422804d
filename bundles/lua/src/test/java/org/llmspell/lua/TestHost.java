package org.llmspell.lua;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptHost;
import org.llmspell.core.script.ScriptLimits;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptResult;
import org.llmspell.core.script.ScriptSession;
import org.llmspell.core.script.ScriptSource;
import org.llmspell.security.Guards;
import org.llmspell.security.policy.PolicyService;

/** Runs scripts with the engine alone: globals as given, no mailbox. */
record TestHost(List<ScriptGlobal> globals, Map<String, @Nullable Object> settings, Path folder)
    implements ScriptHost {

  private static final PolicyService POLICIES =
      new PolicyService(Path.of(""), Map.of(), Optional.empty(), Settings.NONE);

  /** What a run gave. */
  record Run(ScriptResult result, String output) {}

  static TestHost plain() {
    return new TestHost(List.of(), Map.of(), Path.of("."));
  }

  static TestHost with(String key, Object value) {
    return new TestHost(
        List.of(), Map.of("engines", Map.of("lua", Map.of(key, value))), Path.of("."));
  }

  /** The value that a script returns. */
  static @Nullable Object eval(String code) {
    return plain().run(code).result().value();
  }

  Run run(String code) {
    return run(ScriptSource.ofText("test.lua", code), Map.of());
  }

  Run run(ScriptSource source, Map<String, String> environment) {
    var out = new ByteArrayOutputStream();
    var given = new Settings(settings);
    var request =
        new ScriptRequest(
            source,
            "lua",
            List.of(),
            folder,
            environment,
            given,
            InputStream.nullInputStream(),
            out,
            out,
            POLICIES.secure(ExecutionContext.create(), given, folder, environment));
    var result = onLargeStack(() -> engine().run(request, ScriptLimits.of(given, "lua"), this));
    return new Run(result, out.toString(StandardCharsets.UTF_8));
  }

  private static LuaEngine engine() {
    var guards = Guards.unlogged(POLICIES);
    return new LuaEngine(guards.files(), guards.processes(), guards.environment());
  }

  /** Runs something on a thread with a stack as large as the platform gives to scripts. */
  private static <T> T onLargeStack(Supplier<T> body) {
    var result = new CompletableFuture<T>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                result.complete(body.get());
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            },
            "script",
            64 << 20);
    thread.start();
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public ScriptSession session(Running engine) {
    return new TestSession(engine);
  }

  @Override
  public void exported() {
    // Nobody else calls here.
  }

  @Override
  public <T extends @Nullable Object> T onScriptThread(Callable<T> work) {
    throw new IllegalStateException("No mailbox here");
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  /** A session for globals of tests. */
  private record TestSession(Running engine) implements ScriptSession {

    @Override
    public ExecutionContext context() {
      return ExecutionContext.create();
    }

    @Override
    public Settings settings() {
      return Settings.NONE;
    }

    @Override
    public String language() {
      return "lua";
    }

    @Override
    public Optional<Path> file() {
      return Optional.empty();
    }

    @Override
    public List<String> arguments() {
      return List.of();
    }

    @Override
    public <T extends @Nullable Object> T await(Callable<T> work) throws Exception {
      return work.call();
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
      throw new IllegalStateException("Nothing to close here");
    }

    @Override
    public void print(String line) {
      throw new IllegalStateException("Nothing to print here");
    }

    @Override
    public void printError(String line) {
      throw new IllegalStateException("Nothing to print here");
    }
  }
}
