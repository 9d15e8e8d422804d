package org.llmspell.events;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.llmspell.core.config.Settings;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.core.script.ScriptSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Exports events to where the settings {@code events.export.*} say. Only when configured. */
@Component(
    name = "org.llmspell.events.export",
    service = Export.class,
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Export.Config.class)
public final class Export {
  private static final System.Logger LOG = System.getLogger("llmspell.events");
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** The settings {@code events.export.*}. */
  @ObjectClassDefinition(name = "Event export")
  public @interface Config {
    /** {@code events.export.file}. */
    @AttributeDefinition(description = "Append events to this file.")
    String file() default "";

    /** {@code events.export.webhook}. */
    @AttributeDefinition(description = "Post events to this URL.")
    String webhook() default "";

    /** {@code events.export.pretty_json}. */
    @AttributeDefinition(description = "Indent the JSON instead of one line for each event.")
    boolean pretty_json() default false;

    /** {@code events.export.patterns}. */
    @AttributeDefinition(description = "Patterns of the types that are exported.")
    String[] patterns() default {"*"};
  }

  private final List<Exporter> exporters;
  private final List<EventSubscription> subscriptions = new ArrayList<>();

  /** Starts to export. */
  @Activate
  public Export(@Reference BusService service, Config config) {
    this(
        service.bus(),
        exporters(config),
        new Json(config.pretty_json()),
        Arrays.asList(config.patterns()));
  }

  Export(Bus bus, List<Exporter> exporters, Json json, List<String> patterns) {
    this.exporters = exporters;
    for (Exporter exporter : exporters) {
      subscriptions.add(
          bus.subscribe(
              patterns,
              event -> exporter.export(json.write(bus.redaction().apply(event))),
              SubscribeOptions.DEFAULT.withFilter(wanted(patterns))));
    }
  }

  /** The many events of the framework are for those who ask for them by name. */
  static Predicate<UniversalEvent> wanted(List<String> patterns) {
    boolean all = patterns.stream().anyMatch(pattern -> pattern.startsWith("org.osgi.framework."));
    return event -> all || !event.type().startsWith("org.osgi.framework.");
  }

  private static List<Exporter> exporters(Config config) {
    List<Exporter> exporters = new ArrayList<>();
    addTo(exporters, config.webhook(), config.file());
    return exporters;
  }

  private static void addTo(List<Exporter> exporters, String webhook, String file) {
    // A wrong address must not leave an open file behind.
    Optional<URI> address =
        webhook.isEmpty() ? Optional.empty() : Optional.of(WebhookExporter.address(webhook));
    if (!file.isEmpty()) {
      exporters.add(new FileExporter(Path.of(file)));
    }
    address.ifPresent(uri -> exporters.add(new WebhookExporter(uri, FIRST_PAUSE)));
  }

  /**
   * Exports as the settings of a script say, while it runs; nothing when they say nothing, and not
   * what the container exports already. Standard output is that of the script.
   */
  static void forScript(Bus bus, ScriptSession session, Settings container) {
    Settings settings = session.settings();
    List<Exporter> exporters = new ArrayList<>();
    if (settings.flag("events.export.stdout").orElse(false)) {
      exporters.add(new ScriptExporter(session));
    }
    if (!shared(settings).equals(shared(container))) {
      addTo(
          exporters,
          settings.text("events.export.webhook").orElse(""),
          settings.text("events.export.file").orElse(""));
    }
    if (!exporters.isEmpty()) {
      List<String> patterns = settings.texts("events.export.patterns");
      var json = new Json(settings.flag("events.export.pretty_json").orElse(false));
      var export = new Export(bus, exporters, json, patterns.isEmpty() ? List.of("*") : patterns);
      session.onClose(export::close);
    }
  }

  /** What a container exports for all its scripts. */
  private static Map<String, Object> shared(Settings settings) {
    Map<String, Object> shared = new HashMap<>();
    for (String key : List.of("file", "webhook", "pretty_json", "patterns")) {
      settings.get("events.export." + key).ifPresent(value -> shared.put(key, value));
    }
    return shared;
  }

  /** Prints to where a script prints. */
  private record ScriptExporter(ScriptSession session) implements Exporter {

    @Override
    public void export(String text) {
      session.print(text);
    }

    @Override
    public void close() {
      // The stream belongs to the script.
    }
  }

  /** What was published before still goes out, unless that takes too long. */
  @Deactivate
  void close() {
    try {
      for (EventSubscription subscription : subscriptions) {
        if (!subscription.awaitIdle(PATIENCE)) {
          LOG.log(
              Level.WARNING,
              "{0} events were not exported before the end",
              subscription.statistics().pending());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    subscriptions.forEach(EventSubscription::close);
    for (Exporter exporter : exporters) {
      try {
        exporter.close();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "An event export could not be closed", e);
      }
    }
  }
}
