package org.llmspell.events;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.event.EventBusListener;
import org.llmspell.core.event.EventInterceptor;
import org.llmspell.core.event.OptionalEvents;
import org.llmspell.core.security.guard.SecretRedactor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Holds the one bus of the container, for the components of this bundle only. */
@Component(name = "org.llmspell.events", service = BusService.class)
@Designate(ocd = BusService.Config.class)
public final class BusService {

  /** The settings {@code events.*}. */
  @ObjectClassDefinition(name = "Event bus")
  public @interface Config {
    /** {@code events.enabled}. */
    @AttributeDefinition(description = "Whether events are published at all.")
    boolean enabled() default true;

    /** {@code events.buffer_size}. */
    @AttributeDefinition(description = "How many events may wait in one subscription.", min = "1")
    int buffer_size() default BusSettings.DEFAULT_CAPACITY;

    /** {@code events.max_events_per_second}. */
    @AttributeDefinition(
        description = "How many events may be published in a second; 0 for no limit.",
        min = "0")
    double max_events_per_second() default 0;

    /** {@code events.emit_timing_events}. */
    @AttributeDefinition(description = "Publish how long things took.")
    boolean emit_timing_events() default true;

    /** {@code events.emit_state_events}. */
    @AttributeDefinition(description = "Publish reads of state, beside its changes.")
    boolean emit_state_events() default false;

    /** {@code events.emit_debug_events}. */
    @AttributeDefinition(description = "Publish what only developers want to know.")
    boolean emit_debug_events() default false;

    /** {@code events.filtering.include_types}. */
    @AttributeDefinition(description = "Patterns of the types that are published.")
    String[] filtering_include_types() default {"*"};

    /** {@code events.filtering.exclude_types}. */
    @AttributeDefinition(description = "Patterns of the types that are not published.")
    String[] filtering_exclude_types() default {};

    /** {@code events.filtering.include_components}. */
    @AttributeDefinition(description = "Patterns of the sources whose events are published.")
    String[] filtering_include_components() default {"*"};

    /** {@code events.filtering.exclude_components}. */
    @AttributeDefinition(description = "Patterns of the sources whose events are not published.")
    String[] filtering_exclude_components() default {};
  }

  private final Bus bus;

  /** A bus with the configured settings. */
  @Activate
  public BusService(Config config) {
    this(new Bus(settings(config), Threads.create()));
  }

  BusService(Bus bus) {
    this.bus = bus;
  }

  /** Other settings; subscriptions stay, and their queues keep the size that they have. */
  @Modified
  void change(Config config) {
    bus.change(settings(config));
  }

  @Deactivate
  void close() {
    bus.close();
  }

  private static BusSettings settings(Config config) {
    if (config.buffer_size() < 1) {
      throw SpellException.configuration(
          "Setting 'events.buffer_size' is %d but must be above 0".formatted(config.buffer_size()),
          null);
    }
    Set<OptionalEvents> optional = EnumSet.noneOf(OptionalEvents.class);
    addIf(config.emit_timing_events(), optional, OptionalEvents.TIMING);
    addIf(config.emit_state_events(), optional, OptionalEvents.STATE);
    addIf(config.emit_debug_events(), optional, OptionalEvents.DEBUG);
    return new BusSettings(
        config.enabled(),
        config.buffer_size(),
        config.max_events_per_second(),
        BusSettings.patterns(Arrays.asList(config.filtering_include_types())),
        BusSettings.patterns(Arrays.asList(config.filtering_exclude_types())),
        BusSettings.patterns(Arrays.asList(config.filtering_include_components())),
        BusSettings.patterns(Arrays.asList(config.filtering_exclude_components())),
        optional);
  }

  private static void addIf(boolean wanted, Set<OptionalEvents> set, OptionalEvents sort) {
    if (wanted) {
      set.add(sort);
    }
  }

  Bus bus() {
    return bus;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeListener")
  void addListener(EventBusListener listener) {
    bus.add(listener);
  }

  void removeListener(EventBusListener listener) {
    bus.remove(listener);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeInterceptor")
  void addInterceptor(EventInterceptor interceptor) {
    bus.add(interceptor);
  }

  void removeInterceptor(EventInterceptor interceptor) {
    bus.remove(interceptor);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeRedactor")
  void addRedactor(SecretRedactor redactor) {
    bus.redaction().redactor(redactor);
  }

  void removeRedactor(SecretRedactor redactor) {
    bus.redaction().removeRedactor(redactor);
  }
}
