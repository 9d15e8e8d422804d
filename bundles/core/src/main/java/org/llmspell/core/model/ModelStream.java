package org.llmspell.core.model;

import java.util.Iterator;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An answer as it comes. {@link #hasNext()} and {@link #next()} block until the next piece is
 * there; what fails there throws as the methods of {@link LanguageModel} do. The last piece is a
 * {@link ModelChunk.Done}. For use by one thread, but {@link #close()} may be called by any.
 */
@ConsumerType
public interface ModelStream extends Iterator<ModelChunk>, AutoCloseable {

  /**
   * Ends the stream. When the answer is not complete, its request is given up: the connection is
   * closed and nothing is left running. Whoever waits in another method gets a {@link
   * java.util.concurrent.CancellationException}. Closing twice does no harm.
   */
  @Override
  void close();

  /**
   * Reads on to the end and closes the stream.
   *
   * @throws SpellException when the answer has no end
   */
  default ModelReply reply() {
    try (this) {
      while (hasNext()) {
        if (next() instanceof ModelChunk.Done(ModelReply reply)) {
          return reply;
        }
      }
    }
    throw new SpellException(
        new ErrorKind.Provider(null), "The stream has ended without a complete answer: try again");
  }
}
