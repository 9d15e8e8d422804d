package org.llmspell.events;

import java.io.IOException;

/** Brings the JSON text of events to a place outside. Used by one thread at a time. */
interface Exporter extends AutoCloseable {

  /**
   * Brings one event out.
   *
   * @throws IOException when the place cannot be reached
   */
  void export(String json) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
