package org.llmspell.events;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.ContainerSettings;
import org.llmspell.core.config.Settings;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** The global {@code Event}: publishes, subscribes, receives. */
@Component
public final class EventGlobal implements ScriptGlobal {
  private final Bus bus;
  private final Supplier<Settings> container;

  /** The global over the bus of the container. */
  @Activate
  public EventGlobal(
      @Reference BusService service,
      @Reference(cardinality = ReferenceCardinality.OPTIONAL)
          @Nullable ContainerSettings container) {
    this(service.bus(), container == null ? () -> Settings.NONE : container::current);
  }

  EventGlobal(Bus bus, Supplier<Settings> container) {
    this.bus = bus;
    this.container = container;
  }

  @Override
  public List<String> names() {
    return List.of("Event");
  }

  @Override
  public Object open(ScriptSession session) {
    return new ScriptEvents(bus, session, container.get());
  }
}
