package org.llmspell.state.memory;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.backend.BackendTraits;
import org.llmspell.core.state.backend.EntryVisitor;
import org.llmspell.core.state.backend.StateBackend;
import org.llmspell.core.state.backend.StateSnapshot;
import org.llmspell.core.state.backend.StateWrite;

/**
 * Keeps entries in memory. Readers take no lock and a snapshot is one reference; writers wait for
 * each other.
 */
final class MemoryBackend implements StateBackend {
  static final String NAME = "memory";
  private static final BackendTraits TRAITS =
      new BackendTraits(NAME, false, true, true, true, false, 0.2, 0.5);

  private final ReentrantLock writing = new ReentrantLock();

  /** Null when closed. */
  private volatile @Nullable Tree tree = Tree.EMPTY;

  private Tree tree() {
    Tree now = tree;
    if (now == null) {
      throw SpellException.storage(
          "closed", "the state store in memory is closed; open it again to use it", null);
    }
    return now;
  }

  @Override
  public BackendTraits traits() {
    return TRAITS;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return tree().get(key);
  }

  @Override
  public void write(List<StateWrite> changes) {
    writing.lock();
    try {
      tree = tree().with(changes);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void sync() {
    tree();
  }

  @Override
  public void scan(byte[] prefix, byte[] from, EntryVisitor visitor) {
    tree().scan(prefix, from, visitor);
  }

  @Override
  public StateSnapshot snapshot() {
    return new Snapshot(tree());
  }

  @Override
  public long size() {
    return tree().size();
  }

  @Override
  public void close() {
    writing.lock();
    try {
      tree = null;
    } finally {
      writing.unlock();
    }
  }

  private final class Snapshot implements StateSnapshot {
    /** Null when closed. */
    private volatile @Nullable Tree seen;

    Snapshot(Tree seen) {
      this.seen = seen;
    }

    private Tree seen() {
      Tree now = seen;
      if (now == null || tree == null) {
        throw SpellException.storage(
            "closed", "this snapshot of the state is closed; take another one", null);
      }
      return now;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      return seen().get(key);
    }

    @Override
    public void scan(byte[] prefix, byte[] from, EntryVisitor visitor) {
      seen().scan(prefix, from, visitor);
    }

    @Override
    public void close() {
      seen = null;
    }
  }
}
