package org.llmspell.providers;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.llmspell.core.model.ModelChunk;
import org.llmspell.core.model.ModelStream;

/** A stream of pieces that are there already. */
final class ListStream implements ModelStream {
  private final Iterator<? extends ModelChunk> pieces;
  private volatile boolean closed;

  ListStream(List<? extends ModelChunk> pieces) {
    this.pieces = List.copyOf(pieces).iterator();
  }

  @Override
  public boolean hasNext() {
    return !closed && pieces.hasNext();
  }

  @Override
  public ModelChunk next() {
    if (closed) {
      throw new NoSuchElementException("The stream is closed");
    }
    return pieces.next();
  }

  @Override
  public void close() {
    closed = true;
  }
}
