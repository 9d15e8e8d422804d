package org.llmspell.core.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Says which events an {@link EventSubscriber} gets, and how they wait for it. */
@ComponentPropertyType
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface SubscribesTo {

  /** The prefix of the service properties. */
  String PREFIX_ = "llmspell.event.";

  /** Patterns of event types; an event that fits several is delivered once. */
  String[] patterns();

  /** What happens when the queue is full. */
  OverflowPolicy overflow() default OverflowPolicy.DROP_OLDEST;

  /** How many events may wait; 0 for what the bus is configured with. */
  int capacity() default 0;
}
