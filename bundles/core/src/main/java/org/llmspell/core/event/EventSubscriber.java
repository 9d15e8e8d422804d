package org.llmspell.core.event;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A handler that is a service, with {@link SubscribesTo} for its patterns. It is subscribed while
 * it is registered; its class is loaded when the first event arrives.
 *
 * <pre>{@code
 * @Component
 * @SubscribesTo(patterns = "tool.*")
 * public final class ToolLog implements EventSubscriber { ... }
 * }</pre>
 */
@ConsumerType
public interface EventSubscriber extends EventHandler {}
