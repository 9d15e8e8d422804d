package org.llmspell.workflows;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.llmspell.workflows.definition.Callback;

/** Tells the callbacks of a workflow; one that fails is logged and ends nothing. */
final class Callbacks {
  private static final System.Logger LOG = System.getLogger("llmspell.workflows");

  private final String workflow;
  private final Map<String, Callback> callbacks;

  Callbacks(String workflow, Map<String, Callback> callbacks) {
    this.workflow = workflow;
    this.callbacks = callbacks;
  }

  boolean has(String name) {
    return callbacks.containsKey(name);
  }

  void tell(String name, @Nullable Object... arguments) {
    tell(callbacks, name, arguments);
  }

  /** Tells a callback of a step. */
  void tell(Map<String, Callback> own, String name, @Nullable Object... arguments) {
    Callback callback = own.get(name);
    if (callback == null) {
      return;
    }
    try {
      callback.tell(arguments);
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) { // whatever a script raises
      LOG.log(
          Level.WARNING,
          "'%s' of workflow '%s' failed: %s".formatted(name, workflow, Run.words(e)));
    }
  }
}
