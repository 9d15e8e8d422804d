package org.llmspell.events;

import java.util.List;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The global {@code Event}: publishes, subscribes, receives. */
@Component
public final class EventGlobal implements ScriptGlobal {
  private final Bus bus;

  /** The global over the bus of the container. */
  @Activate
  public EventGlobal(@Reference BusService service) {
    this(service.bus());
  }

  EventGlobal(Bus bus) {
    this.bus = bus;
  }

  @Override
  public List<String> names() {
    return List.of("Event");
  }

  @Override
  public Object open(ScriptSession session) {
    return new ScriptEvents(bus, session);
  }
}
