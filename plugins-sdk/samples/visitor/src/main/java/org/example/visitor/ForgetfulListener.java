package org.example.visitor;

import java.util.Map;
import org.llmspell.core.event.EventBus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Subscribes by hand, answers {@code visitor.hello}, and never closes its subscription: the bus has
 * to do that when the bundle goes.
 */
@Component(immediate = true, service = ForgetfulListener.class)
public final class ForgetfulListener {

  /** Subscribes. */
  @Activate
  public ForgetfulListener(@Reference EventBus bus) {
    bus.subscribe(
        "visitor.hello", event -> bus.publish("visitor.welcome", Map.of("hello", event.data())));
  }
}
