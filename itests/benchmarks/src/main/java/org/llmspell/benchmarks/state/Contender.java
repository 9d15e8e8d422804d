package org.llmspell.benchmarks.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.StateWrite;

/** An open store with keys in order. */
interface Contender extends AutoCloseable {

  /** Writes some entries as one step that survives the death of the process. */
  void write(List<StateWrite> entries);

  /** One value. */
  byte @Nullable [] get(byte[] key);

  /** Looks at each entry whose key is between two; says how many there are. */
  long scan(byte[] from, byte[] to);

  @Override
  void close();

  /** Opens a store. */
  interface Maker {
    /** Opens the store in a folder, and makes it when there is none. */
    Contender open(Path folder) throws IOException;
  }
}
