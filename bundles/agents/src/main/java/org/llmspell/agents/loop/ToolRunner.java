package org.llmspell.agents.loop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolCall;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.component.ComponentId;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelMessage;
import org.llmspell.core.model.ModelToolCall;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.json.PlainJson;

/**
 * Makes the calls that a model asks for: side by side when there are several. What goes wrong with
 * a call is its result. Safe to share between threads.
 */
@SuppressWarnings("NullAway") // compact constructors of records lose nullness in type arguments
final class ToolRunner {
  private static final int MAX_RESULT_CHARS = 200_000;

  private final ToolInvoker invoker;
  private final Toolbox tools;

  ToolRunner(ToolInvoker invoker, Toolbox tools) {
    this.invoker = invoker;
    this.tools = tools;
  }

  /**
   * A call that was made.
   *
   * @param handOff whom the conversation goes to; null when it stays
   */
  record Result(ToolCall call, ModelMessage.ToolResult message, @Nullable ComponentId handOff) {
    boolean failed() {
      return message.failed();
    }
  }

  /**
   * Makes the calls and waits for all of them; the results are in the order of the calls.
   *
   * @throws CancellationException when the context was cancelled, or the thread interrupted; no
   *     call runs any more then
   */
  List<Result> run(List<ModelToolCall> calls, ExecutionContext context, Sink sink) {
    List<Prepared> prepared = calls.stream().map(call -> prepare(call, sink)).toList();
    List<Result> results =
        prepared.size() == 1
            ? List.of(one(prepared.getFirst(), context))
            : sideBySide(prepared, context);
    context.cancellation().check();
    return results;
  }

  /**
   * A call whose arguments were read.
   *
   * @param problem what is wrong with them; null when nothing is
   */
  private record Prepared(
      ModelToolCall call, Map<String, @Nullable Object> arguments, @Nullable String problem) {}

  private static Prepared prepare(ModelToolCall call, Sink sink) {
    try {
      Map<String, @Nullable Object> arguments = arguments(call);
      sink.toolCall(call.id(), call.name(), arguments);
      return new Prepared(call, arguments, null);
    } catch (SpellException e) {
      return new Prepared(call, new LinkedHashMap<>(), e.message());
    }
  }

  private static Map<String, @Nullable Object> arguments(ModelToolCall call) {
    if (call.arguments().isBlank()) {
      return new LinkedHashMap<>();
    }
    String origin = "The argument text of tool '%s'".formatted(call.name());
    Object value =
        PlainJson.parse(
            call.arguments(), origin, message -> SpellException.validation("arguments", message));
    if (!(value instanceof Map<?, ?> map)) {
      throw SpellException.validation(
          "arguments", origin + " must be a JSON object with the parameters by name");
    }
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    map.forEach((key, item) -> arguments.put(String.valueOf(key), item));
    return arguments;
  }

  private List<Result> sideBySide(List<Prepared> calls, ExecutionContext context) {
    Cancellation stop = context.cancellation().child();
    ExecutionContext inner = context.withCancellation(stop);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Result>> futures = new ArrayList<>();
      for (Prepared call : calls) {
        futures.add(executor.submit(() -> one(call, inner)));
      }
      List<Result> results = new ArrayList<>();
      try {
        for (Future<Result> future : futures) {
          results.add(future.get());
        }
      } catch (InterruptedException e) {
        stop.cancel("the thread of the agent was interrupted");
        executor.shutdownNow();
        Thread.currentThread().interrupt();
        throw cancelled("the thread of the agent was interrupted", e);
      } catch (ExecutionException e) {
        stop.cancel("another call of the same answer was cancelled");
        executor.shutdownNow();
        throw rethrown(e);
      }
      return results;
    }
  }

  private static RuntimeException rethrown(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(e);
    };
  }

  private static CancellationException cancelled(String reason, Exception cause) {
    var cancelled = new CancellationException(reason);
    cancelled.initCause(cause);
    return cancelled;
  }

  private Result one(Prepared call, ExecutionContext context) {
    String called = call.call().name();
    if (call.problem() != null) {
      return failure(call, call.problem());
    }
    try {
      var local = tools.local(called);
      if (local.isPresent()) {
        ToolOutput output = local.get().call(call.arguments(), context);
        return result(
            call, output, output.success() ? local.get().handOff(call.arguments()) : null);
      }
      var name = tools.resolve(called);
      return name.isEmpty()
          ? failure(call, tools.unknown(called))
          : result(call, invoker.invoke(name.get(), call.arguments(), context), null);
    } catch (SpellException e) {
      context.cancellation().check();
      return failure(call, e.text());
    }
  }

  private static Result failure(Prepared call, String error) {
    Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
    envelope.put("success", false);
    envelope.put("error", error);
    return result(
        call,
        new ToolOutput(
            false, envelope, error, PlainJson.compact(envelope), Map.of(), List.of(), null),
        null);
  }

  private static Result result(Prepared call, ToolOutput output, @Nullable ComponentId handOff) {
    String text = output.text();
    String shown =
        text.length() <= MAX_RESULT_CHARS
            ? text
            : "%s [%d more characters were cut off]"
                .formatted(text.substring(0, MAX_RESULT_CHARS), text.length() - MAX_RESULT_CHARS);
    return new Result(
        new ToolCall(call.call().id(), call.call().name(), call.arguments(), output),
        new ModelMessage.ToolResult(call.call().id(), call.call().name(), shown, !output.success()),
        handOff);
  }
}
