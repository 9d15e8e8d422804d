package org.llmspell.events;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.llmspell.core.event.EventStore;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Keeps the events of chosen patterns in the store of the highest ranking. Only when configured.
 * Old events are cleared away now and then, while new ones come in.
 */
@Component(
    name = "org.llmspell.events.persistence",
    service = Persistence.class,
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Persistence.Config.class)
public final class Persistence {
  private static final System.Logger LOG = System.getLogger("llmspell.events");
  private static final int BATCH = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The settings {@code events.persistence.*}. */
  @ObjectClassDefinition(name = "Event persistence")
  public @interface Config {
    /** {@code events.persistence.enabled}. */
    @AttributeDefinition(description = "Whether events are kept.")
    boolean enabled() default false;

    /** {@code events.persistence.patterns}. */
    @AttributeDefinition(description = "Patterns of the types that are kept.")
    String[] patterns() default {"*"};

    /** {@code events.persistence.cleanup_seconds}. */
    @AttributeDefinition(description = "How often old events are cleared away, in seconds.")
    long cleanup_seconds() default 3_600;

    /** {@code events.persistence.ttl_seconds}. */
    @AttributeDefinition(description = "How long events are kept, in seconds.")
    long ttl_seconds() default 604_800;
  }

  /** What is written down of the settings. */
  record Rules(List<String> patterns, Duration cleanup, Duration ttl) {}

  private final EventStore store;
  private final EventRedaction redaction;
  private final Rules rules;
  private final InstantSource clock;
  private final EventSubscription subscription;
  private Instant nextCleanup;

  /** Starts to keep events. */
  @Activate
  public Persistence(
      @Reference BusService service,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) EventStore store,
      Config config) {
    this(
        service.bus(),
        store,
        new Rules(
            Arrays.asList(config.patterns()),
            Duration.ofSeconds(config.cleanup_seconds()),
            Duration.ofSeconds(config.ttl_seconds())),
        config.enabled(),
        InstantSource.system());
  }

  Persistence(Bus bus, EventStore store, Rules rules, boolean enabled, InstantSource clock) {
    this.store = store;
    this.redaction = bus.redaction();
    this.rules = rules;
    this.clock = clock;
    this.nextCleanup = clock.instant();
    this.subscription =
        bus.subscribe(
            rules.patterns,
            SubscribeOptions.DEFAULT.withFilter(Export.wanted(rules.patterns)),
            () -> bus.run(this::keep));
    if (!enabled) {
      subscription.close();
    }
  }

  /** Runs when events have arrived, one thread at a time, until none is left. */
  private synchronized void keep() {
    try {
      for (List<UniversalEvent> batch = next(); !batch.isEmpty(); batch = next()) {
        keep(batch);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private List<UniversalEvent> next() throws InterruptedException {
    return subscription.pollBatch(BATCH, Duration.ZERO);
  }

  private void keep(List<UniversalEvent> batch) {
    try {
      store.store(redaction.apply(batch));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, batch.size() + " events could not be kept", e);
    }
    Instant now = clock.instant();
    if (!now.isBefore(nextCleanup)) {
      nextCleanup = now.plus(rules.cleanup);
      store.deleteBefore(now.minus(rules.ttl));
    }
  }

  /** Waits until everything published before is in the store. */
  boolean awaitKept() throws InterruptedException {
    boolean idle = subscription.awaitIdle(PATIENCE);
    // The last batch has left the queue; it is in the store when this thread gets its turn.
    synchronized (this) {
      return idle;
    }
  }

  @Deactivate
  void close() {
    try {
      if (!awaitKept()) {
        LOG.log(
            Level.WARNING,
            "{0} events were not kept before the end",
            subscription.statistics().pending());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    subscription.close();
  }
}
