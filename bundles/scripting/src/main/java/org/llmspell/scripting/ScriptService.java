package org.llmspell.scripting;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.script.ScriptEngine;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptLimits;
import org.llmspell.core.script.ScriptRequest;
import org.llmspell.core.script.ScriptResult;
import org.llmspell.core.script.ScriptRunner;
import org.llmspell.core.security.SecurityPolicies;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Runs scripts with the engines and globals that are there, each on a thread of its own. */
@Component
public final class ScriptService implements ScriptRunner {

  /** Deep recursion of a script needs a deep stack; only what is used takes memory. */
  private static final long STACK_BYTES = 64 << 20;

  /** The best one first. */
  private final Map<ServiceReference<?>, ScriptEngine> engines =
      new ConcurrentSkipListMap<>(Comparator.reverseOrder());

  /** The best one last: of two with the same name, it wins. */
  private final Map<ServiceReference<?>, ScriptGlobal> globals = new ConcurrentSkipListMap<>();

  private final ExceededLimits exceeded = new ExceededLimits();
  private final SecurityPolicies policies;

  /** With what binds each script to its settings; engines and globals are found. */
  @Activate
  public ScriptService(@Reference SecurityPolicies policies) {
    this.policies = policies;
  }

  @Reference(
      cardinality = ReferenceCardinality.AT_LEAST_ONE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeEngine")
  void addEngine(ServiceReference<ScriptEngine> reference, ScriptEngine engine) {
    engines.put(reference, engine);
  }

  void removeEngine(ServiceReference<ScriptEngine> reference) {
    engines.remove(reference);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeGlobal")
  void addGlobal(ServiceReference<ScriptGlobal> reference, ScriptGlobal global) {
    globals.put(reference, global);
  }

  void removeGlobal(ServiceReference<ScriptGlobal> reference) {
    globals.remove(reference);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeHooks")
  void addHooks(HookExecutor executor) {
    exceeded.hooks(executor);
  }

  void removeHooks(HookExecutor executor) {
    exceeded.removeHooks(executor);
  }

  @Override
  public ScriptResult run(ScriptRequest request) {
    return run(request, Kept.NO);
  }

  @Override
  public ScriptResult keep(ScriptRequest request, Runnable settled) {
    return run(request, new Kept(true, settled));
  }

  /** Whether a script is kept when its code has ended, and who is told then. */
  record Kept(boolean wanted, Runnable settled) {
    static final Kept NO = new Kept(false, () -> {});
  }

  private ScriptResult run(ScriptRequest given, Kept kept) {
    ScriptRequest request = secured(given);
    ScriptEngine engine = engine(request.language());
    var limits = ScriptLimits.of(request.settings(), request.language());
    var outcome = new CompletableFuture<ScriptResult>();
    Thread thread =
        new Thread(
            null,
            () -> run(engine, request, limits, kept, outcome),
            "script " + request.source().name(),
            STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    return await(outcome, request);
  }

  /** Whoever runs a script, and whatever it calls: its settings say what it may do. */
  private ScriptRequest secured(ScriptRequest request) {
    return request.in(
        policies.secure(
            request.context(),
            request.settings(),
            request.workingDirectory(),
            request.environment()));
  }

  private ScriptEngine engine(String language) {
    return engines.values().stream()
        .filter(engine -> engine.language().equals(language))
        .findFirst()
        .orElseThrow(() ->
            SpellException.configuration(
                "Script engine '%s' is not available. Available engines: %s"
                    .formatted(
                        language,
                        engines.values().stream()
                            .map(ScriptEngine::language)
                            .collect(Collectors.joining(", "))),
                null));
  }

  private void run(
      ScriptEngine engine,
      ScriptRequest request,
      ScriptLimits limits,
      Kept kept,
      CompletableFuture<ScriptResult> outcome) {
    try {
      outcome.complete(runAndClose(engine, request, limits, kept));
    } catch (SpellException e) {
      exceeded.tell(request, e);
      outcome.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      outcome.completeExceptionally(e);
    }
  }

  /** What the script has opened is closed before anyone hears that it has ended. */
  private ScriptResult runAndClose(
      ScriptEngine engine, ScriptRequest request, ScriptLimits limits, Kept kept) {
    try (var run = new ScriptRun(request, limits, List.copyOf(globals.values()), kept)) {
      return engine.run(request, limits, run);
    }
  }

  private static ScriptResult await(
      CompletableFuture<ScriptResult> outcome, ScriptRequest request) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return outcome.get();
        } catch (InterruptedException e) {
          interrupted = true;
          request.context().cancellation().cancel("it was interrupted");
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case RuntimeException cause -> throw cause;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(e);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
