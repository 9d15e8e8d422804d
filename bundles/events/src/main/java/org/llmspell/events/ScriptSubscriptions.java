package org.llmspell.events;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventLanguage;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.script.ScriptSession;

/**
 * The subscriptions of one script. Handler functions run on the script's thread: when it calls a
 * function of {@code Event}, and whenever it waits for something. Used on the script's thread only.
 */
final class ScriptSubscriptions implements AutoCloseable {
  private static final int MAX_SUBSCRIPTIONS = 10_000;

  /** How many events handlers get in one go, so that a script gets on with its own work. */
  private static final int TURN = 10_000;

  private static final Duration LOOK = Duration.ofMillis(50);

  private final Bus bus;
  private final ScriptSession session;
  private final Function<UniversalEvent, Object> form;
  private final int capacity;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private int handlers;
  private boolean serving;

  private record Entry(EventSubscription queue, @Nullable ScriptCallback handler) {}

  /**
   * None yet.
   *
   * @param form shows an event to the script
   */
  ScriptSubscriptions(Bus bus, ScriptSession session, Function<UniversalEvent, Object> form) {
    this.bus = bus;
    this.session = session;
    this.form = form;
    this.capacity =
        Math.clamp(session.settings().number("events.buffer_size").orElse(0L), 0, 10_000_000);
  }

  String add(String pattern, EventLanguage language, @Nullable ScriptCallback handler) {
    if (entries.size() >= MAX_SUBSCRIPTIONS) {
      throw SpellException.resourceLimit("Event subscriptions", MAX_SUBSCRIPTIONS, entries.size());
    }
    SubscribeOptions options =
        SubscribeOptions.DEFAULT.withLanguage(language).withCapacity(capacity);
    EventSubscription queue =
        handler == null
            ? bus.subscribe(pattern, options)
            : bus.subscribe(List.of(pattern), options, () -> session.post(this::serve));
    entries.put(queue.id().toString(), new Entry(queue, handler));
    handlers += handler == null ? 0 : 1;
    return queue.id().toString();
  }

  boolean remove(String id) {
    Entry entry = entries.remove(id);
    if (entry == null) {
      return false;
    }
    handlers -= entry.handler == null ? 0 : 1;
    entry.queue.close();
    return true;
  }

  /** The next event of a subscription; empty when none came in time. */
  Optional<UniversalEvent> receive(String id, long millis) {
    serve();
    Entry entry = entries.get(id);
    if (entry == null) {
      throw SpellException.component("No active subscription found: " + id, null);
    }
    if (entry.handler != null) {
      throw SpellException.validation(
          "subscription_id",
          "Event.receive: subscription %s has a handler function, which gets its events"
              .formatted(id));
    }
    Optional<UniversalEvent> event = entry.queue.poll();
    return event.isPresent() || millis == 0 ? event : await(entry.queue, millis);
  }

  private Optional<UniversalEvent> await(EventSubscription queue, long millis) {
    Cancellation stop = session.context().cancellation();
    try {
      return session.await(() -> {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (!stop.isCancelled() && !queue.isClosed()) {
          Duration rest = Duration.ofNanos(end - System.nanoTime());
          Optional<UniversalEvent> event = queue.poll(rest.compareTo(LOOK) < 0 ? rest : LOOK);
          if (event.isPresent() || !rest.isPositive()) {
            return event;
          }
        }
        stop.reason().ifPresent(ScriptSubscriptions::stopped);
        return Optional.empty();
      });
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw SpellException.component("Event.receive was interrupted", null);
    } catch (SpellException e) {
      throw e;
    } catch (Exception e) {
      throw SpellException.component("Event.receive failed: " + e.getMessage(), e);
    }
  }

  private static void stopped(String reason) {
    throw SpellException.component("Event.receive was stopped: " + reason, null);
  }

  /** Hands waiting events to the handler functions, one of each subscription in turn. */
  void serve() {
    if (handlers == 0 || serving) {
      return;
    }
    serving = true;
    try {
      int count = 0;
      boolean any = true;
      while (any && count < TURN) {
        any = false;
        for (Entry entry : List.copyOf(entries.values())) {
          if (entry.handler != null && call(entry.queue, entry.handler)) {
            any = true;
            count++;
          }
        }
      }
      if (any) {
        session.post(this::serve);
      }
    } finally {
      serving = false;
    }
  }

  private boolean call(EventSubscription queue, ScriptCallback handler) {
    Optional<UniversalEvent> event = queue.isClosed() ? Optional.empty() : queue.poll();
    if (event.isEmpty()) {
      return false;
    }
    try {
      handler.call(form.apply(event.get()));
    } catch (SpellException e) {
      session.printError(
          "Event handler for '%s' failed: %s".formatted(event.get().type(), e.message()));
      bus.handlerFailed(event.get(), queue, e);
    }
    return true;
  }

  List<Map<String, Object>> list() {
    return entries.values().stream()
        .map(Entry::queue)
        .map(queue ->
            ScriptEvents.describe(queue.id().toString(), queue.patterns(), queue.language()))
        .toList();
  }

  int size() {
    return entries.size();
  }

  Map<String, Long> byLanguage() {
    return entries.values().stream()
        .collect(
            Collectors.groupingBy(
                entry -> entry.queue.language().displayName(), Collectors.counting()));
  }

  @Override
  public void close() {
    entries.values().forEach(entry -> entry.queue.close());
    entries.clear();
    handlers = 0;
  }
}
