package org.llmspell.hooks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.EventBusListener;
import org.llmspell.core.event.EventInterceptor;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.hook.HookComponent;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookRefusal;
import org.llmspell.core.hook.HookResult;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Fires BeforeEventEmit, AfterEventEmit and EventHandlerError. Before, Cancel refuses the event,
 * Modified and Replace change its data; the other results mean nothing here.
 */
@Component(name = "org.llmspell.hooks.events", immediate = true, service = EventHooks.class)
public final class EventHooks {
  private final Executor executor;
  private final List<ServiceSwitch<?>> switches;

  /** Watches the table of hooks. */
  @Activate
  public EventHooks(BundleContext context, @Reference HookService hooks) {
    executor = hooks.executor();
    switches =
        List.of(
            new ServiceSwitch<EventInterceptor>(
                context,
                EventInterceptor.class,
                Interceptor::new,
                Map.of(),
                hooks.table(),
                List.of(StandardPoint.BEFORE_EVENT_EMIT, StandardPoint.AFTER_EVENT_EMIT)),
            new ServiceSwitch<EventBusListener>(
                context,
                EventBusListener.class,
                Listener::new,
                Map.of(),
                hooks.table(),
                List.of(StandardPoint.EVENT_HANDLER_ERROR)));
  }

  @Deactivate
  void close() {
    switches.forEach(ServiceSwitch::close);
  }

  private final class Interceptor implements EventInterceptor {
    private final BooleanSupplier live;

    Interceptor(BooleanSupplier live) {
      this.live = live;
    }

    @Override
    public Optional<UniversalEvent> beforeEmit(UniversalEvent event) {
      if (!live.getAsBoolean()) {
        return Optional.of(event);
      }
      Outcome outcome = fire(StandardPoint.BEFORE_EVENT_EMIT, event, data(event));
      outcome
          .find(HookResult.Cancel.class)
          .ifPresent(cancel -> {
            throw HookRefusal.error(
                "Event '%s' was cancelled by a hook: %s".formatted(event.type(), cancel.reason()));
          });
      UniversalEvent changed =
          outcome
              .find(HookResult.Replace.class)
              .map(replace -> withData(event, replace.data()))
              .orElse(event);
      HookResult.Modified modified = outcome.modified();
      return Optional.of(
          modified == null || changed != event ? changed : withData(event, modified.data()));
    }

    @Override
    public void afterEmit(UniversalEvent event) {
      if (live.getAsBoolean()) {
        fire(StandardPoint.AFTER_EVENT_EMIT, event, data(event));
      }
    }
  }

  private final class Listener implements EventBusListener {
    private final BooleanSupplier live;

    Listener(BooleanSupplier live) {
      this.live = live;
    }

    @Override
    public void handlerFailed(
        UniversalEvent event, EventSubscription subscription, Throwable failure) {
      if (!live.getAsBoolean()) {
        return;
      }
      Map<String, @Nullable Object> data = data(event);
      data.put("error", Causes.of(failure));
      fire(StandardPoint.EVENT_HANDLER_ERROR, event, data);
    }
  }

  /** A hook gives the whole {@code {event_type, data}} back, or only the data. */
  private static UniversalEvent withData(UniversalEvent event, @Nullable Object given) {
    Object data =
        given instanceof Map<?, ?> map && map.containsKey("event_type") ? map.get("data") : given;
    return new UniversalEvent(
        event.type(), data, event.header(), event.sequence(), event.timestampMillis());
  }

  private static Map<String, @Nullable Object> data(UniversalEvent event) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("event_type", event.type());
    data.put("data", event.data());
    return data;
  }

  private Outcome fire(HookPoint point, UniversalEvent event, Map<String, @Nullable Object> data) {
    if (!executor.isActive(point)) {
      return Outcome.NONE;
    }
    String source = event.header().source();
    return executor.run(
        HookContext.of(point, HookComponent.system(source == null ? "events" : source), data)
            .withCorrelationId(event.correlationId().toString()));
  }
}
