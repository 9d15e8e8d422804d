package org.llmspell.state;

import java.nio.file.Path;
import org.llmspell.state.store.StateSettings;

/**
 * Where a store is.
 *
 * @param backend the name of its backend
 * @param path the folder of the state, in which the backend has a folder of its own
 */
record Place(String backend, Path path) {

  static Place of(StateSettings settings) {
    return new Place(settings.backend(), settings.path());
  }

  boolean isMemory() {
    return backend.equals("memory");
  }

  /** The folder of the backend. */
  Path folder() {
    return path.resolve(backend);
  }

  /** As the settings would name it. */
  @Override
  public String toString() {
    return "backend_type = \"%s\", path = \"%s\"".formatted(backend, path);
  }
}
