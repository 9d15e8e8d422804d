package org.llmspell.events;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.llmspell.core.error.SpellException;

/** Appends events to a file, one after the other. */
final class FileExporter implements Exporter {
  private final BufferedWriter writer;

  /**
   * Opens the file; it is made when it is not there.
   *
   * @throws SpellException of kind Configuration when it cannot be written
   */
  FileExporter(Path file) {
    try {
      writer =
          Files.newBufferedWriter(
              file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw SpellException.configuration(
          "Setting 'events.export.file' names '%s', which cannot be written: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  @Override
  public void export(String json) throws IOException {
    writer.write(json);
    writer.write('\n');
    writer.flush();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
