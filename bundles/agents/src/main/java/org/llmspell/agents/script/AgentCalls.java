package org.llmspell.agents.script;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.llmspell.agents.AgentService;
import org.llmspell.agents.LiveAgent;
import org.llmspell.agents.loop.Sink;
import org.llmspell.core.AgentInput;
import org.llmspell.core.AgentOutput;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.script.ScriptSession;

/** Turns that a script asks for; callbacks of the script run while it waits for them. */
final class AgentCalls {
  private final LiveAgent agent;
  private final AgentService agents;
  private final Contexts contexts;
  private final ScriptSession session;

  AgentCalls(LiveAgent agent, AgentService agents, Contexts contexts, ScriptSession session) {
    this.agent = agent;
    this.agents = agents;
    this.contexts = contexts;
    this.session = session;
  }

  Map<String, @Nullable Object> invoke(@Nullable Object given) {
    return run(InputReader.read(given), session.context());
  }

  Map<String, @Nullable Object> inContext(ScriptArguments args) {
    AgentInput input = InputReader.read(args.get(0));
    ExecutionContext context = contexts.get(args.text(1, "context_id"));
    // What the script may use up holds in its contexts too.
    Cancellation now = session.context().cancellation();
    return run(
        input, context.cancellation().isWithin(now) ? context : context.withCancellation(now));
  }

  private Map<String, @Nullable Object> run(AgentInput input, ExecutionContext context) {
    return OutputTable.of(await(() -> agent.execute(input, context)));
  }

  private <T extends @Nullable Object> T await(Callable<T> work) {
    try {
      return session.await(work);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw SpellException.component(
          "Agent '%s' failed: %s".formatted(agent.spec().name(), e.getMessage()), e);
    }
  }

  /** Hands each piece to the callback; when it returns false, the turn is cancelled. */
  Map<String, @Nullable Object> stream(ScriptArguments args) {
    AgentInput input = InputReader.read(args.get(0));
    ScriptCallback callback = args.callback(1, "callback");
    Cancellation stop = session.context().cancellation().child();
    var pieces = new Pieces(callback, stop);
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    try {
      AgentOutput output =
          await(() -> agent.run(input, session.context().withCancellation(stop), pieces));
      table.putAll(OutputTable.of(output));
    } catch (SpellException e) {
      if (!pieces.refused) {
        throw e;
      }
      table.put("cancelled", true);
      table.put("text", pieces.text.toString());
    }
    table.put("success", true);
    table.put("chunks_received", (long) pieces.count);
    return table;
  }

  /** The pieces on their way to a function of the script. Only on the thread of the turn. */
  private static final class Pieces implements Sink {
    private final ScriptCallback callback;
    private final Cancellation stop;
    private final StringBuilder text = new StringBuilder();
    private int count;
    private boolean refused;

    Pieces(ScriptCallback callback, Cancellation stop) {
      this.callback = callback;
      this.stop = stop;
    }

    @Override
    public void text(String piece) {
      text.append(piece);
      give(piece, "text", Map.of());
    }

    @Override
    public void toolCall(String callId, String tool, Map<String, @Nullable Object> arguments) {
      Map<String, @Nullable Object> call = new LinkedHashMap<>();
      call.put("id", callId);
      call.put("name", tool);
      call.put("arguments", arguments);
      give("", "tool_call", Map.of("tool_call", call));
    }

    @Override
    public void restart(String reason) {
      text.setLength(0);
      give("", "restart", Map.of("reason", reason));
    }

    private void give(String piece, String type, Map<String, ? extends Object> more) {
      Map<String, @Nullable Object> chunk = new LinkedHashMap<>();
      chunk.put("text", piece);
      chunk.put("output", piece);
      chunk.put("content", piece);
      chunk.put("type", type);
      chunk.put("index", (long) count);
      chunk.put("metadata", Map.of("chunk_index", (long) count));
      chunk.putAll(more);
      count++;
      if (Boolean.FALSE.equals(callback.call(chunk))) {
        refused = true;
        stop.cancel("the callback of the stream returned false");
        throw new CancellationException("the callback of the stream returned false");
      }
    }
  }

  /** Calls a tool on behalf of the script, as {@code Tool.invoke} does. */
  Map<String, @Nullable Object> invokeTool(ScriptArguments args) {
    String tool = args.text(0, "name");
    Map<String, @Nullable Object> parameters = args.optionalTable(1, "params");
    try {
      return OutputTable.of(await(() -> agents.invoke(agent, tool, parameters, session.context())));
    } catch (SpellException e) {
      boolean mistake =
          HookRefusal.isCauseOf(e)
              || e.kind() instanceof ErrorKind.Component && e.message().contains(" not found");
      if (mistake || session.context().cancellation().isCancelled()) {
        throw e;
      }
      return OutputTable.failure(e.text());
    }
  }
}
