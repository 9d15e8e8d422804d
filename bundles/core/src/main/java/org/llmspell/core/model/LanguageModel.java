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
 *   <li>Network: no connection, a connection that was cut, or a server that failed (5xx); trying
 *       again may help.
 *   <li>Timeout: no answer in the time that was allowed.
 *   <li>Configuration: no key, or one that the vendor does not take (401, 403).
 *   <li>Security: the policy of the context forbids the address.
 *   <li>Validation: the request asks for something that the model can not do.
 *   <li>Provider: anything else that the vendor refuses, and answers that make no sense.
 * </ul>
 *
 * <p>A model that {@link ModelRegistry} gives out has repeated what could be repeated before it
 * throws. A cancelled or interrupted call throws a {@link
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
