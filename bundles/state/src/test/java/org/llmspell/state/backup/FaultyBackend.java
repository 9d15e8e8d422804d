package org.llmspell.state.backup;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.BackendTraits;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backend.StateWrite;

/** A backend of which writes fail from some write on: once, for ever, or by death. */
final class FaultyBackend implements StateBackend {
  enum Fault {
    ONCE,
    FOR_EVER,
    DEATH
  }

  private final StateBackend real;
  private final long failing;
  private final Fault fault;
  private long writes;

  FaultyBackend(StateBackend real, long failing, Fault fault) {
    this.real = real;
    this.failing = failing;
    this.fault = fault;
  }

  boolean failed() {
    return writes >= failing;
  }

  @Override
  public void write(List<StateWrite> changes) {
    writes++;
    if (fault == Fault.ONCE ? writes == failing : writes >= failing) {
      if (fault == Fault.DEATH) {
        throw new FaultyDisk.Death();
      }
      throw SpellException.storage("write", "No space left on device", null);
    }
    real.write(changes);
  }

  @Override
  public BackendTraits traits() {
    return real.traits();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return real.get(key);
  }

  @Override
  public void sync() {
    real.sync();
  }

  @Override
  public StateSnapshot snapshot() {
    return real.snapshot();
  }

  @Override
  public long size() {
    return real.size();
  }

  @Override
  public void close() {
    // the test goes on with the real one, as after a restart
  }
}
