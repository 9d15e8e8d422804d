package org.llmspell.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookExecutor;
import org.llmspell.core.hook.HookOutcome;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;
import org.osgi.service.component.ComponentServiceObjects;

/**
 * Asks hooks about changes of settings and tells subscribers of them. Gets at both only when there
 * is a change, so a start does not wait for them. Safe to share between threads.
 */
final class Announcer {
  private final AtomicReference<@Nullable ComponentServiceObjects<HookExecutor>> hooks =
      new AtomicReference<>();
  private final AtomicReference<@Nullable ComponentServiceObjects<EventBus>> events =
      new AtomicReference<>();

  void hooks(ComponentServiceObjects<HookExecutor> service) {
    hooks.set(service);
  }

  void removeHooks(ComponentServiceObjects<HookExecutor> service) {
    hooks.compareAndSet(service, null);
  }

  void events(ComponentServiceObjects<EventBus> service) {
    events.set(service);
  }

  void removeEvents(ComponentServiceObjects<EventBus> service) {
    events.compareAndSet(service, null);
  }

  /**
   * Asks the hooks of ConfigurationChange about each change.
   *
   * @throws SpellException of kind Component when one cancels
   */
  void ask(List<Change> changes) {
    with(
        hooks.get(),
        executor -> {
          if (executor.isActive(StandardPoint.CONFIGURATION_CHANGE)) {
            changes.forEach(change -> ask(executor, change));
          }
        });
  }

  private static void ask(HookExecutor executor, Change change) {
    HookOutcome outcome =
        executor.fire(
            HookContext.of(
                StandardPoint.CONFIGURATION_CHANGE,
                HookComponent.system("settings"),
                change.toPlain()));
    Optional<HookResult.Cancel> cancel = outcome.find(HookResult.Cancel.class);
    if (cancel.isPresent()) {
      throw HookRefusal.error(
          "A hook of ConfigurationChange refuses the change of '%s': %s"
              .formatted(change.key(), cancel.get().reason()));
    }
  }

  /** Publishes {@code config.changed}. */
  void changed(List<Change> changes) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("keys", changes.stream().map(Change::key).toList());
    data.put("changes", changes.stream().map(Change::toPlain).toList());
    with(events.get(), bus -> bus.publish("config.changed", data));
  }

  /** Publishes {@code config.refused}. */
  void refused(String reason) {
    with(events.get(), bus -> bus.publish("config.refused", Map.of("reason", reason)));
  }

  private static <T> void with(@Nullable ComponentServiceObjects<T> objects, Consumer<T> work) {
    T service = objects == null ? null : objects.getService();
    if (objects == null || service == null) {
      return;
    }
    try {
      work.accept(service);
    } finally {
      objects.ungetService(service);
    }
  }
}
