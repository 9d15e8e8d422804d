package org.llmspell.events;

import java.io.IOException;
import java.io.PrintStream;

/** Prints events to a stream that belongs to somebody else. */
record StreamExporter(PrintStream stream) implements Exporter {

  @Override
  public void export(String json) throws IOException {
    stream.println(json);
    if (stream.checkError()) {
      throw new IOException("Standard output cannot be written");
    }
  }

  @Override
  public void close() {
    stream.flush();
  }
}
