package org.llmspell.hooks;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.event.UniversalEventBuilder;
import org.llmspell.core.hook.HookContext;
import org.llmspell.core.hook.HookPoint;
import org.llmspell.core.hook.HookPoint.StandardPoint;
import org.llmspell.core.hook.HookResult;

/**
 * Publishes the runs of hooks: {@code hook.execution.start} and {@code .complete} for each, {@code
 * hook.batch_execution.start} and {@code .complete} for each firing. While nobody listens, that
 * costs one volatile read of the bus a firing. Hooks of events are not told of: that would never
 * end.
 */
final class HookEvents {
  private static final System.Logger LOG = System.getLogger("llmspell.hooks");
  private static final String ONE = "hook.execution.";
  private static final String ALL = "hook.batch_execution.";
  private static final List<String> TYPES =
      List.of(ONE + "start", ONE + "complete", ALL + "start", ALL + "complete");
  private static final Answer UNKNOWN = new Answer(-1, false);

  private volatile @Nullable EventBus bus;
  private volatile Answer answer = UNKNOWN;

  /** Whether anyone listened when the bus had this generation. */
  private record Answer(long generation, boolean wanted) {}

  void bus(EventBus newBus) {
    answer = UNKNOWN;
    bus = newBus;
  }

  void removeBus(EventBus old) {
    if (bus == old) {
      bus = null;
    }
  }

  /** Tells of a firing from now on; null when nobody wants to know. */
  @Nullable Firing begin(HookContext context, int hooks) {
    EventBus target = bus;
    if (target == null) {
      return null;
    }
    Answer known = answer;
    long generation = target.generation();
    if (known.generation != generation) {
      known = new Answer(generation, TYPES.stream().anyMatch(target::hasSubscribers));
      answer = known;
    }
    return known.wanted && !isAboutEvents(context.point())
        ? new Firing(target, context, hooks)
        : null;
  }

  private static boolean isAboutEvents(HookPoint point) {
    return point == StandardPoint.BEFORE_EVENT_EMIT
        || point == StandardPoint.AFTER_EVENT_EMIT
        || point == StandardPoint.EVENT_HANDLER_ERROR;
  }

  /** One firing that is told of. */
  static final class Firing {
    private final EventBus bus;
    private final HookContext context;
    private final int hooks;
    private final long begin = System.nanoTime();
    private final @Nullable UUID correlation;
    private final String id;
    private final List<Object> results = new ArrayList<>();

    Firing(EventBus bus, HookContext context, int hooks) {
      this.bus = bus;
      this.context = context;
      this.hooks = hooks;
      this.correlation = uuid(context.correlationId());
      this.id = tell(ALL + "start", "batch_execution", data());
    }

    private static @Nullable UUID uuid(String text) {
      try {
        return UUID.fromString(text);
      } catch (IllegalArgumentException e) {
        return null; // the one who fired the point names his work in another way
      }
    }

    /** Runs one hook and tells of it. */
    HookResult around(HookEntry entry, Supplier<HookResult> run) {
      Map<String, @Nullable Object> data = data();
      data.put("hook", entry.name());
      data.put("part_of", id);
      String start = tell(ONE + "start", "hook_execution", new LinkedHashMap<>(data));
      long from = System.nanoTime();
      HookResult result = run.get();
      data.put("part_of", start);
      data.put("result", result.type());
      data.put("duration_us", (System.nanoTime() - from) / 1e3);
      results.add(result.type());
      tell(ONE + "complete", "hook_execution", data);
      return result;
    }

    void end() {
      Map<String, @Nullable Object> data = data();
      data.put("part_of", id);
      data.put("results", List.copyOf(results));
      data.put("duration_us", (System.nanoTime() - begin) / 1e3);
      tell(ALL + "complete", "batch_execution", data);
    }

    private Map<String, @Nullable Object> data() {
      Map<String, @Nullable Object> data = new LinkedHashMap<>();
      data.put("point", context.point().text());
      data.put("component_type", context.component().type());
      data.put("component", context.component().name());
      data.put("hooks", (long) hooks);
      return data;
    }

    private String tell(String type, String tag, Map<String, @Nullable Object> data) {
      UniversalEventBuilder builder =
          UniversalEvent.builder(type).data(data).source("hook_executor").tag(tag);
      if (correlation != null) {
        builder.correlationId(correlation);
      }
      UniversalEvent event = builder.build();
      try {
        bus.publish(event);
      } catch (RuntimeException e) { // refused by a limit or a full queue
        LOG.log(Level.DEBUG, "Event {0} was not published: {1}", type, Causes.of(e));
      }
      return event.id().toString();
    }
  }
}
