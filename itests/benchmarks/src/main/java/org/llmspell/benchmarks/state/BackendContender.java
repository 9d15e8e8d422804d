package org.llmspell.benchmarks.state;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateWrite;

/** One of our backends. */
record BackendContender(StateBackend backend) implements Contender {

  @Override
  public void write(List<StateWrite> entries) {
    backend.write(entries);
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return backend.get(key);
  }

  @Override
  public long scan(byte[] from, byte[] to) {
    long[] count = {0};
    backend.scan(
        new byte[0],
        from,
        (key, value) -> {
          if (Arrays.compareUnsigned(key, to) >= 0) {
            return false;
          }
          count[0]++;
          return true;
        });
    return count[0];
  }

  @Override
  public void close() {
    backend.close();
  }
}
