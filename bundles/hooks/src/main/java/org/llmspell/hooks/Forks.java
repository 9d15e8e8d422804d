package org.llmspell.hooks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookResult;
import org.llmspell.core.hook.HookResult.Fork.Operation;
import org.llmspell.core.runtime.ToolInvoker;

/**
 * The operations of forks around one call, each on a virtual thread. Their results are joined into
 * the metadata of the call's result, under {@link #KEY}: by the id of the operation, {@code
 * {success, result, text}} or {@code {success = false, error}}.
 */
final class Forks {
  static final String KEY = "fork";

  private final ToolInvoker invoker;
  private final ExecutionContext context;
  private final Trail trail;
  private final Map<String, FutureTask<ToolOutput>> tasks = new LinkedHashMap<>();

  Forks(ToolInvoker invoker, ExecutionContext context, Trail trail) {
    this.invoker = invoker;
    this.context = context;
    this.trail = trail;
  }

  void start(HookResult.Fork fork) {
    for (Operation operation : fork.operations()) {
      Callable<ToolOutput> call =
          () ->
              trail.inFork(() -> invoker.invoke(tool(operation), operation.parameters(), context));
      var task = new FutureTask<>(call);
      String id = operation.id();
      while (tasks.putIfAbsent(id, task) != null) {
        id += "_";
      }
      Thread.ofVirtual().name("llmspell-fork " + operation.id()).start(task);
    }
  }

  private static String tool(Operation operation) {
    String type = operation.type();
    int colon = type.indexOf(':');
    if (colon < 0) {
      return type;
    }
    if (!type.startsWith("tool:")) {
      throw SpellException.component(
          "Operation '%s' of a fork is '%s', but around a tool call only tools can be forked: write tool:<name> or <name>"
              .formatted(operation.id(), type),
          null);
    }
    return type.substring(colon + 1);
  }

  /** Waits for all operations and adds their results. */
  ToolOutput join(ToolOutput output) {
    if (tasks.isEmpty()) {
      return output;
    }
    Map<String, Object> results = new LinkedHashMap<>();
    tasks.forEach((id, task) -> results.put(id, result(task)));
    return ToolResults.with(output, KEY, results);
  }

  private Map<String, @Nullable Object> result(FutureTask<ToolOutput> task) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    try {
      ToolOutput output = task.get();
      result.put("success", output.success());
      result.put("result", ToolResults.data(output).get("result"));
      result.put("text", output.text());
      if (output.error() != null) {
        result.put("error", output.error());
      }
    } catch (ExecutionException e) {
      result.put("success", false);
      result.put("error", Causes.of(e.getCause() == null ? e : e.getCause()));
    } catch (CancellationException e) {
      result.put("success", false);
      result.put("error", "It was cancelled");
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      result.put("success", false);
      result.put("error", "The call was interrupted before it was done");
    }
    return result;
  }

  /** Gives the operations up. */
  void cancel() {
    tasks.values().forEach(task -> task.cancel(true));
  }
}
