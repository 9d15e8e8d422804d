package org.llmspell.state.migration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.BackendTraits;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backend.StateWrite;

/** Dies at the n-th write: that one and all later calls that change anything fail. */
final class FailingBackend implements StateBackend {
  private final StateBackend real;
  private final boolean after;
  private long left;
  private boolean dead;

  /**
   * Over a backend that stays whole.
   *
   * @param writes how many writes succeed
   * @param after whether the one that fails is done all the same, like one whose answer is lost
   */
  FailingBackend(StateBackend real, long writes, boolean after) {
    this.real = real;
    this.left = writes;
    this.after = after;
  }

  synchronized boolean hasDied() {
    return dead;
  }

  private synchronized void step(Runnable work) {
    boolean dies = !dead && left-- == 0;
    if (!dead && (!dies || after)) {
      work.run();
    }
    dead |= dies;
    if (dead) {
      throw SpellException.storage("write", "The process is dead", null);
    }
  }

  @Override
  public void write(List<StateWrite> changes) {
    step(() -> real.write(changes));
  }

  @Override
  public void sync() {
    step(real::sync);
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
  public StateSnapshot snapshot() {
    return real.snapshot();
  }

  @Override
  public long size() {
    return real.size();
  }

  @Override
  public void close() {
    // The real one outlives it.
  }
}
