package org.llmspell.core.stream;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The output of a component, piece by piece. {@link #hasNext()} and {@link #next()} block until a
 * chunk is there, and may be interrupted; what fails there throws a {@link
 * org.llmspell.core.error.SpellException}. Closing a stream early cancels the work behind it. For
 * use by one thread.
 */
@ConsumerType
public interface AgentStream extends Iterator<AgentChunk>, AutoCloseable {

  /** Ends the work behind the stream. Closing twice does no harm. */
  @Override
  void close();

  /** A stream of one final chunk of text. */
  static AgentStream ofText(String text) {
    var chunk =
        new AgentChunk(
            UUID.randomUUID().toString(),
            0,
            new ChunkContent.Text(text),
            ChunkMetadata.of(true),
            Instant.now());
    return of(List.of(chunk));
  }

  /** A stream of chunks that are already there. */
  static AgentStream of(List<AgentChunk> chunks) {
    var iterator = List.copyOf(chunks).iterator();
    return new AgentStream() {
      private boolean closed;

      @Override
      public boolean hasNext() {
        return !closed && iterator.hasNext();
      }

      @Override
      public AgentChunk next() {
        if (closed) {
          throw new NoSuchElementException("The stream is closed");
        }
        return iterator.next();
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }
}
