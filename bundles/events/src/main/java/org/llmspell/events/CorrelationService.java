package org.llmspell.events;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.llmspell.core.event.EventCorrelation;
import org.llmspell.core.event.EventLink;
import org.llmspell.core.event.EventQuery;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.EventTimeline;
import org.llmspell.core.event.OverflowPolicy;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Remembers events that were published with a correlation id. The component is made when somebody
 * asks for the service; only from then on does it look at events.
 */
@Component(name = "org.llmspell.events.correlation")
@Designate(ocd = CorrelationService.Config.class)
public final class CorrelationService implements EventCorrelation {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The settings {@code events.correlation.*}. */
  @ObjectClassDefinition(name = "Event correlation")
  public @interface Config {
    /** How many events of one correlation. */
    @AttributeDefinition(description = "Events kept of one correlation.", min = "1")
    int max_events_per_correlation() default 1_000;

    /** How many correlations. */
    @AttributeDefinition(description = "Correlations kept.", min = "1")
    int max_correlations() default 10_000;

    /** How many events in all. */
    @AttributeDefinition(description = "Events kept in all.", min = "1")
    int max_events() default 100_000;

    /** How long. */
    @AttributeDefinition(description = "Seconds that a correlation is kept after its last event.")
    long max_age_seconds() default 3_600;

    /** Whether links are found. */
    @AttributeDefinition(description = "Link each event to the one before in its correlation.")
    boolean auto_link() default true;

    /** How far apart. */
    @AttributeDefinition(description = "Seconds between two events that are still linked.")
    long link_window_seconds() default 60;
  }

  private final Correlations correlations;
  private final EventSubscription subscription;

  /** Starts to remember. */
  @Activate
  public CorrelationService(@Reference BusService service, Config config) {
    this(service.bus(), bounds(config));
  }

  CorrelationService(Bus bus, Correlations.Bounds bounds) {
    this.correlations = new Correlations(bounds);
    this.subscription =
        bus.subscribe(
            List.of("*"),
            correlations::add,
            SubscribeOptions.DEFAULT
                .withOverflow(OverflowPolicy.DROP_OLDEST)
                .withFilter(event -> event.header().correlationId() != null));
  }

  private static Correlations.Bounds bounds(Config config) {
    return new Correlations.Bounds(
        config.max_events_per_correlation(),
        config.max_correlations(),
        config.max_events(),
        Duration.ofSeconds(config.max_age_seconds()),
        config.auto_link(),
        Duration.ofSeconds(config.link_window_seconds()));
  }

  /** Other settings; what is remembered stays, as far as they allow. */
  @Modified
  void change(Config config) {
    correlations.change(bounds(config));
  }

  @Deactivate
  void close() {
    subscription.close();
  }

  private Correlations upToDate() {
    try {
      if (!subscription.awaitIdle(PATIENCE)) {
        System.getLogger("llmspell.events")
            .log(System.Logger.Level.WARNING, "Event correlation lags behind");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return correlations;
  }

  @Override
  public void link(EventLink link) {
    upToDate().link(link);
  }

  @Override
  public List<EventLink> links(UUID correlationId) {
    return upToDate().links(correlationId);
  }

  @Override
  public Optional<EventTimeline> timeline(UUID correlationId) {
    return upToDate().timeline(correlationId);
  }

  @Override
  public List<UniversalEvent> causes(UUID eventId) {
    return upToDate().causes(eventId);
  }

  @Override
  public List<UniversalEvent> find(EventQuery query) {
    return upToDate().find(query);
  }

  @Override
  public CorrelationStatistics statistics() {
    return upToDate().statistics();
  }
}
