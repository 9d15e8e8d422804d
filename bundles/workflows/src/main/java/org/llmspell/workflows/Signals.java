package org.llmspell.workflows;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;

/** Hooks and events, as far as there are any. Both may come and go. Safe to share. */
final class Signals {
  private static final System.Logger LOG = System.getLogger("llmspell.workflows");

  private volatile @Nullable HookExecutor hooks;
  private volatile @Nullable EventBus bus;

  synchronized void hooks(HookExecutor executor) {
    hooks = executor;
  }

  synchronized void bus(EventBus newBus) {
    bus = newBus;
  }

  /** Another one may have come before this one went. */
  synchronized void remove(HookExecutor executor) {
    hooks = hooks == executor ? null : hooks;
  }

  synchronized void remove(EventBus old) {
    bus = bus == old ? null : bus;
  }

  /** Fires a point with pairs of keys and values. */
  HookOutcome fire(
      HookPoint point, String workflow, ExecutionContext context, @Nullable Object... pairs) {
    HookExecutor executor = hooks;
    if (executor == null || !executor.isActive(point)) {
      return HookOutcome.NONE;
    }
    return executor.fire(
        HookContext.of(point, HookComponent.workflow(workflow), table(pairs), context.metadata()));
  }

  /** Publishes; an event that nobody could take does not undo what it tells of. */
  void publish(String type, @Nullable Object... pairs) {
    EventBus to = bus;
    if (to == null) {
      return;
    }
    try {
      to.publishLazily(type, () -> table(pairs));
    } catch (SpellException e) {
      LOG.log(Level.DEBUG, "The event '" + type + "' was refused", e);
    }
  }

  /** Publishes an event of a script's own. */
  void emit(String type, @Nullable Object data) {
    EventBus to = bus;
    if (to == null) {
      throw SpellException.component(
          "Event '%s' can not be published, because no bundle with events is running"
              .formatted(type),
          null);
    }
    to.publish(type, data);
  }

  private static Map<String, @Nullable Object> table(@Nullable Object... pairs) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      table.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return table;
  }
}
