package org.llmspell.runtime;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.event.UniversalEventBuilder;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.security.guard.SecretRedactor;

/**
 * Publishes what happens to tools: {@code tool.started}, {@code tool.completed} and {@code
 * tool.failed} for each call, {@code tool.registered} and {@code tool.unregistered}. While nobody
 * listens, a call costs three look-ups. What an error says is told without secrets. No call fails
 * because an event can not be published.
 */
final class ToolEvents {
  private static final System.Logger LOG = System.getLogger("llmspell.runtime");
  private static final String STARTED = "tool.started";
  private static final String COMPLETED = "tool.completed";
  private static final String FAILED = "tool.failed";

  private volatile @Nullable EventBus bus;
  private volatile @Nullable SecretRedactor redactor;

  void bus(EventBus newBus) {
    bus = newBus;
  }

  void removeBus(EventBus old) {
    if (bus == old) {
      bus = null;
    }
  }

  void redactor(SecretRedactor newRedactor) {
    redactor = newRedactor;
  }

  /** Stops using a redactor, unless another one has taken its place. */
  void removeRedactor(SecretRedactor old) {
    if (redactor == old) {
      redactor = null;
    }
  }

  void registered(ToolInfo tool) {
    tell("tool.registered", tool, null, Map.of());
  }

  void unregistered(ToolInfo tool) {
    tell("tool.unregistered", tool, null, Map.of());
  }

  /** Whether anyone wants to know of calls. */
  boolean isWanted() {
    EventBus target = bus;
    return target != null
        && (target.hasSubscribers(COMPLETED)
            || target.hasSubscribers(FAILED)
            || target.hasSubscribers(STARTED));
  }

  /** Makes a call and tells of its begin and its end. */
  ToolOutput around(ToolInfo tool, ExecutionContext context, Supplier<ToolOutput> call) {
    tell(STARTED, tool, context, Map.of());
    long start = System.nanoTime();
    try {
      ToolOutput output = call.get();
      Map<String, @Nullable Object> more = took(start);
      if (output.success()) {
        tell(COMPLETED, tool, context, more);
      } else {
        more.put("error", clean(output.error()));
        tell(FAILED, tool, context, more);
      }
      return output;
    } catch (SpellException e) {
      Map<String, @Nullable Object> more = took(start);
      more.put("error", clean(e.text()));
      more.put("kind", e.kind().prefix());
      tell(FAILED, tool, context, more);
      throw e;
    }
  }

  private @Nullable String clean(@Nullable String error) {
    SecretRedactor known = redactor;
    return known == null || error == null ? error : known.redact(error);
  }

  private static Map<String, @Nullable Object> took(long start) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("duration_ms", (System.nanoTime() - start) / 1e6);
    return data;
  }

  private void tell(
      String type,
      ToolInfo tool,
      @Nullable ExecutionContext context,
      Map<String, ? extends @Nullable Object> more) {
    EventBus target = bus;
    if (target == null) {
      return;
    }
    try {
      if (target.hasSubscribers(type)) {
        target.publish(event(type, tool, context, more));
      }
    } catch (RuntimeException e) { // refused by a limit, a full queue or a hook
      LOG.log(
          Level.DEBUG,
          "Event {0} of tool {1} was not published: {2}",
          type,
          tool.name(),
          e.getMessage());
    }
  }

  private static UniversalEvent event(
      String type,
      ToolInfo tool,
      @Nullable ExecutionContext context,
      Map<String, ? extends @Nullable Object> more) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("tool", tool.name());
    data.put("version", tool.version().toString());
    data.put("bundle", tool.bundle());
    data.putAll(more);
    UniversalEventBuilder event = UniversalEvent.builder(type).data(data).source(tool.name());
    if (context != null) {
      correlation(context, event);
    }
    return event.build();
  }

  private static void correlation(ExecutionContext context, UniversalEventBuilder event) {
    String id = context.metadata().correlationId();
    if (id != null && id.length() == 36) {
      try {
        event.correlationId(UUID.fromString(id));
      } catch (IllegalArgumentException e) {
        LOG.log(Level.DEBUG, "Correlation id ''{0}'' is no UUID, so events go without", id);
      }
    }
  }
}
