package org.llmspell.core.model;

import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A language model: messages in, a message or tool calls out. Stateless and safe to share between
 * threads.
 *
 * <p>Calls block the calling thread. They end early when that thread is interrupted, when the
 * context is cancelled, or when its deadline has passed; the request to the vendor is then given
 * up.
 *
 * <p>What fails throws a {@link SpellException}, whose kind says what to do:
 *
 * <ul>
 *   <li>RateLimit: the vendor wants fewer requests; its {@code retryAfter} says when to try again.
 *   <li>Network: no connection, or one that was cut.
 *   <li>Timeout: no answer in the time that was allowed.
 *   <li>Provider: the vendor failed (5xx), or its answer makes no sense.
 *   <li>Configuration: no key, or one that the vendor does not take (401, 403).
 *   <li>Security: the policy of the context forbids the address.
 *   <li>Validation: the vendor refuses the request (400, 404), or the model can not do what it
 *       asks.
 * </ul>
 *
 * <p>The first four may go away: a model that {@link ModelRegistry} gives out has repeated the
 * request before it throws them. A cancelled or interrupted call throws a {@link
 * java.util.concurrent.CancellationException}; an interrupted thread stays interrupted.
 */
@ConsumerType
public interface LanguageModel {

  /** What the model can do. May load the provider's classes, contacts nobody. */
  ModelCapabilities capabilities();

  /**
   * Asks and waits for the whole answer.
   *
   * @throws SpellException see above
   */
  ModelReply generate(ModelRequest request, ExecutionContext context);

  /**
   * Asks and gives the answer as it comes. The caller closes the stream.
   *
   * @throws SpellException see above; what fails later is thrown by the stream
   */
  ModelStream stream(ModelRequest request, ExecutionContext context);
}
