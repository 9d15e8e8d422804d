package org.llmspell.providers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.ModelName;

/**
 * The recordings of one model: a file of lines that people can read and change. Safe to share
 * between threads; each line is written at once.
 *
 * @param path where it is
 */
record RecordingFile(Path path) {

  /** The file of a model in a folder of recordings: {@code provider/model.jsonl}. */
  static RecordingFile of(Path folder, ModelName name) {
    String provider = name.provider().replaceAll("[^a-z0-9-]", "_");
    String model = name.model().replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "_");
    return new RecordingFile(folder.resolve(provider).resolve(model + ".jsonl"));
  }

  void append(String line) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(
          path,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw SpellException.storage(
          "write", "The recording %s can not be written: %s".formatted(path, e.getMessage()), e);
    }
  }

  List<Recording> read() {
    List<Recording> recordings = new ArrayList<>();
    try {
      int number = 0;
      for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
        number++;
        if (!line.isBlank()) {
          recordings.add(Recording.parse(line, "%s, line %d".formatted(path, number)));
        }
      }
    } catch (IOException e) {
      throw SpellException.configuration(
          "There is no recording %s: record one with the model name 'record:...' first"
              .formatted(path),
          e);
    }
    return recordings;
  }
}
