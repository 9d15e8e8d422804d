package org.llmspell.agents.script;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptSession;

/** The contexts that a script has made, by their ids. Only on the script's thread. */
final class Contexts {
  private final ScriptSession session;
  private final Map<String, ExecutionContext> byId = new LinkedHashMap<>();

  Contexts(ScriptSession session) {
    this.session = session;
  }

  /** The context of the script itself. */
  ExecutionContext base() {
    return session.context();
  }

  String add(ExecutionContext context) {
    byId.put(context.id(), context);
    return context.id();
  }

  ExecutionContext get(String id) {
    ExecutionContext context = byId.get(id);
    if (context == null) {
      throw unknown(id);
    }
    return context;
  }

  void put(String id, ExecutionContext context) {
    byId.put(id, context);
  }

  void remove(String id) {
    @Nullable ExecutionContext gone = byId.remove(id);
    if (gone == null) {
      throw unknown(id);
    }
  }

  private static SpellException unknown(String id) {
    return SpellException.validation(
        "context_id",
        "Context '%s' not found: make it with Agent.create_context first".formatted(id));
  }
}
