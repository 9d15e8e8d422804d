package org.llmspell.state;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.OptionalEvents;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint;

/** Hooks and events, as far as there are any. Both may come and go. */
final class Surroundings {
  private static final System.Logger LOG = System.getLogger("llmspell.state");
  private static final HookComponent STATE = HookComponent.system("state");

  private volatile @Nullable HookExecutor hooks;
  private volatile @Nullable EventBus bus;

  void hooks(@Nullable HookExecutor executor) {
    hooks = executor;
  }

  @Nullable HookExecutor hooks() {
    return hooks;
  }

  void bus(@Nullable EventBus newBus) {
    bus = newBus;
  }

  @Nullable EventBus bus() {
    return bus;
  }

  boolean hasHooks(HookPoint point) {
    HookExecutor executor = hooks;
    return executor != null && executor.isActive(point);
  }

  HookOutcome fire(
      HookPoint point, Map<String, ? extends @Nullable Object> data, Map<String, String> metadata) {
    HookExecutor executor = hooks;
    if (executor == null || !executor.isActive(point)) {
      return HookOutcome.NONE;
    }
    HookContext context = HookContext.of(point, STATE, data);
    context.metadata().putAll(metadata);
    return executor.fire(context);
  }

  boolean hasSubscribers(String type) {
    EventBus to = bus;
    return to != null && to.hasSubscribers(type);
  }

  /** Whether reads are published. */
  boolean wantsReads() {
    EventBus to = bus;
    return to != null && to.wants(OptionalEvents.STATE);
  }

  /** Publishes; an event that nobody could take does not undo what it tells of. */
  void publish(String type, Supplier<Map<String, @Nullable Object>> data) {
    EventBus to = bus;
    if (to == null) {
      return;
    }
    try {
      to.publishLazily(type, data);
    } catch (SpellException e) {
      LOG.log(Level.DEBUG, "The event '" + type + "' was refused", e);
    }
  }
}
