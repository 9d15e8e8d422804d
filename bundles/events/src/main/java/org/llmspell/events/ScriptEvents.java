package org.llmspell.events;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.BusStatistics;
import org.llmspell.core.event.EventLanguage;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;

/** The global {@code Event} of one script. */
final class ScriptEvents implements ScriptObject {
  private static final double RECEIVE_MILLIS = 5_000;

  private final Bus bus;
  private final ScriptSession session;
  private final ScriptPublisher publisher;
  private final ScriptSubscriptions subscriptions;
  private final EventLanguage language;

  ScriptEvents(Bus bus, ScriptSession session, Settings container) {
    this.bus = bus;
    this.session = session;
    this.language = EventLanguage.of(session.language());
    this.publisher = new ScriptPublisher(bus, session.settings(), language);
    this.subscriptions = new ScriptSubscriptions(bus, session, this::table);
    session.onClose(subscriptions);
    Export.forScript(bus, session, container);
  }

  @Override
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    put(members, this::publish, "publish", "emit");
    put(members, this::subscribe, "subscribe", "on");
    put(members, this::unsubscribe, "unsubscribe", "off");
    put(members, this::receive, "receive");
    put(members, _ -> subscriptions.list(), "listSubscriptions");
    put(members, _ -> statistics(), "getStats");
    return members;
  }

  private static void put(Map<String, Object> members, ScriptFunction function, String... names) {
    for (String name : names) {
      members.put(name, function);
    }
  }

  /** The script's own handlers get the event before this returns. */
  private boolean publish(ScriptArguments args) {
    mustLive(args);
    publisher.publish(args.text(0, "event_type"), args.get(1), args.optionalTable(2, "options"));
    subscriptions.serve();
    return true;
  }

  /** A script may outlive the bundle, which may be stopped or updated at any time. */
  private void mustLive(ScriptArguments args) {
    if (bus.isClosed()) {
      throw SpellException.component(
          "Event.%s: the event bus was stopped; run the script again to use the one that is there now"
              .formatted(args.function()),
          null);
    }
  }

  private String subscribe(ScriptArguments args) {
    mustLive(args);
    ScriptCallback handler = null;
    EventLanguage label = language;
    for (int i = 1; i < args.size(); i++) {
      if (args.get(i) instanceof ScriptCallback function) {
        handler = function;
      } else if (args.optionalTable(i, "options").get("language") instanceof String name) {
        label = EventLanguage.of(name);
      }
    }
    return subscriptions.add(args.text(0, "pattern"), label, handler);
  }

  private boolean unsubscribe(ScriptArguments args) {
    return subscriptions.remove(args.text(0, "subscription_id"));
  }

  private @Nullable Object receive(ScriptArguments args) {
    mustLive(args);
    String id = args.text(0, "subscription_id");
    double millis = args.optionalNumber(1, "timeout_ms").orElse(RECEIVE_MILLIS);
    if (Double.isNaN(millis) || millis < 0) {
      throw SpellException.validation(
          "timeout_ms",
          "Event.receive: the time-out is %s but must be 0 or more".formatted(millis));
    }
    Optional<UniversalEvent> event = subscriptions.receive(id, (long) Math.min(millis, 1e12));
    return event.map(this::table).orElse(null);
  }

  /** An event as scripts see it. */
  private Map<String, @Nullable Object> table(UniversalEvent event) {
    Map<String, @Nullable Object> table = event.toPlain();
    table.put("type", event.type());
    table.put("name", event.type());
    table.put("target_language", language.displayName());
    table.put("serialization_version", UniversalEvent.SCHEMA_VERSION);
    return table;
  }

  private Map<String, Object> statistics() {
    BusStatistics figures = bus.statistics();
    return Map.of(
        "event_bus_stats",
        Map.of(
            "events_processed", figures.published(),
            "events_dropped", figures.dropped(),
            "events_rejected", figures.rejected(),
            "events_blocked", figures.blocked(),
            "rate_limit_violations", figures.rateLimitViolations() + publisher.violations(),
            "buffer_size", figures.pending(),
            "max_buffer_size_seen", figures.mostPending(),
            "avg_processing_rate", figures.perSecond()),
        "bridge_stats",
        Map.of(
            "active_subscriptions",
            (long) subscriptions.size(),
            "subscriptions_by_language",
            new TreeMap<>(subscriptions.byLanguage())));
  }

  /** Shown when the global is printed. */
  @Override
  public String toString() {
    return "Event of " + session.language();
  }

  /** What lists show of a subscription. */
  static Map<String, Object> describe(String id, List<String> patterns, EventLanguage language) {
    return Map.of("id", id, "pattern", patterns.getFirst(), "language", language.displayName());
  }
}
