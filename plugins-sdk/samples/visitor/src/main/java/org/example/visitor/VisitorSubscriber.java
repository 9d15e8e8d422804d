package org.example.visitor;

import java.util.Map;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.EventSubscriber;
import org.llmspell.core.event.SubscribesTo;
import org.llmspell.core.event.UniversalEvent;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Answers each event {@code visitor.ping} with an event {@code visitor.pong}. */
@Component
@SubscribesTo(patterns = "visitor.ping")
public final class VisitorSubscriber implements EventSubscriber {
  private final EventBus bus;
  private final String version;
  private volatile boolean ended;

  /** Answers on the bus. */
  @Activate
  public VisitorSubscriber(@Reference EventBus bus, BundleContext context) {
    this.bus = bus;
    this.version = context.getBundle().getVersion().toString();
  }

  @Override
  public void onEvent(UniversalEvent event) {
    bus.publish(
        ended ? "visitor.after_the_end" : "visitor.pong",
        Map.of("ping", event.data(), "version", version));
  }

  @Deactivate
  void end() {
    ended = true;
  }
}
